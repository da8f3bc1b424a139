/* notice/unread.ts: how many notices wait, asked now and then while the page is looked at. */
import { ref } from 'vue'
import { me } from '@/session/session'
import { countUnread } from './api'

const EVERY_MS = 60_000
export const unread = ref(0)
export const more = ref(false)
let last = 0

export async function lookForNotices(now = Date.now()): Promise<void> {
  if (!me.value || me.value.must_change) return
  last = now
  try {
    const count = await countUnread()
    unread.value = count.unread
    more.value = count.more
  } catch {
    /* The next look tells; a bell is no reason for an alarm. */
  }
}

/* Returns what ends it. */
export function watchNotices(): () => void {
  const look = () => {
    if (document.visibilityState === 'visible' && Date.now() - last >= EVERY_MS - 1000) void lookForNotices()
  }
  const timer = setInterval(look, EVERY_MS)
  document.addEventListener('visibilitychange', look)
  void lookForNotices()
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  }
}
