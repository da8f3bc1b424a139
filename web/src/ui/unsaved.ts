/* ui/unsaved.ts: nobody loses what they typed by a wrong click. */
import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'
import { t } from '@/i18n'
import { ask } from './ask'

export function useUnsaved(dirty: Ref<boolean>): void {
  const warn = (event: BeforeUnloadEvent) => dirty.value && event.preventDefault()
  onMounted(() => window.addEventListener('beforeunload', warn))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', warn))
  onBeforeRouteLeave(() => !dirty.value || ask({ title: t('common.unsaved'), yes: t('common.leaveUnsaved'), danger: true }))
}
