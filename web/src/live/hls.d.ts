/* live/hls.d.ts: the light build of hls.js has the types of the full one. */
declare module 'hls.js/light' {
  export { default } from 'hls.js'
}
