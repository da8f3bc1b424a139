/* ui/reorder.ts: moving rows of a list: by dragging, or by the arrow keys on a row's handle. Drags may go from one list of
 * the same kind to another. */
import { ref } from 'vue'

export interface Dragged {
  list: string
  at: number
}

/* `move` takes a row from one place to another; the target index is counted before the row is taken out. */
export function useReorder(move: (from: Dragged, to: Dragged) => void) {
  const dragged = ref<Dragged | null>(null)
  const over = ref<Dragged | null>(null)

  function begin(event: DragEvent, list: string, at: number): void {
    dragged.value = { list, at }
    event.dataTransfer!.effectAllowed = 'move'
    event.dataTransfer!.setData('text/plain', '')
  }
  /* The upper half of a row means before it, the lower half after it. */
  function hover(event: DragEvent, list: string, at: number): void {
    if (!dragged.value) return
    event.preventDefault()
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
    over.value = { list, at: event.clientY > box.top + box.height / 2 ? at + 1 : at }
  }
  function drop(): void {
    if (dragged.value && over.value) move(dragged.value, over.value)
    end()
  }
  function end(): void {
    dragged.value = null
    over.value = null
  }
  const isOver = (list: string, at: number) => over.value?.list === list && over.value.at === at
  return { dragged, begin, hover, drop, end, isOver }
}

/* Moves within one array, with the target counted before the removal. */
export function moveWithin<T>(list: T[], from: number, to: number): void {
  const [row] = list.splice(from, 1)
  if (row !== undefined) list.splice(to > from ? to - 1 : to, 0, row)
}
