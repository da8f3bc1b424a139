/* main.ts: language, who we are, router, page: in this order, so that nothing flickers. */
import { createApp } from 'vue'
import App from './App.vue'
import { i18n, startI18n } from './i18n'
import { router } from './router'
import { onExpired } from './session/session'
import './style/tokens.css'
import './style/base.css'
import './style/print.css'

onExpired(() => void router.push({ path: '/sign-in', query: { to: router.currentRoute.value.fullPath } }))
void startI18n().then(() => createApp(App).use(i18n).use(router).mount('#app'))
