/* web/vite.config.ts: the page build. Everything under assets/ carries its content's hash; index.html is the one entry. */
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const server = process.env.TONGKE_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
  },
  build: { target: 'es2021', chunkSizeWarningLimit: 600, modulePreload: { polyfill: false }, manifest: true },
  server: {
    port: 5173,
    proxy: { '/api': { target: server, ws: true }, '/media': { target: server } },
  },
})
