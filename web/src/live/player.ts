/* live/player.ts: the pictures: HLS in every browser, close to the live edge, and back to it after a stall.
 *
 * Safari plays HLS itself; everywhere else hls.js does, loaded only when there is something to play. hls.js moves its
 * latency target back with every stall and never forward again: after some smooth seconds we set it to where it was. */
import type Hls from 'hls.js/light'

export type PlayState = 'loading' | 'playing' | 'blocked' | 'paused' | 'stalled' | 'failed'

const TARGET_S = 2.4
const SMOOTH_MS = 15_000
/* Further behind than this is no delay any more but an earlier place: the button to the live edge is shown. */
export const BEHIND_S = 12

const isSafari = () => /^((?!chrom|android|crios|fxios).)*safari/i.test(navigator.userAgent)

export class LivePlayer {
  private hls: Hls | null = null
  private url = ''
  private live = true
  private retry: ReturnType<typeof setTimeout> | undefined
  private smooth: ReturnType<typeof setTimeout> | undefined
  private failures = 0

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly tell: (state: PlayState) => void,
  ) {
    video.addEventListener('playing', this.onPlaying)
    video.addEventListener('waiting', this.onWaiting)
    video.addEventListener('pause', this.onPause)
  }

  private onPlaying = () => {
    this.failures = 0
    this.tell('playing')
  }
  private onWaiting = () => {
    this.tell('stalled')
    clearTimeout(this.smooth)
    this.smooth = setTimeout(() => this.restoreTarget(), SMOOTH_MS)
  }
  private onPause = () => this.url && this.tell('paused')

  private restoreTarget(): void {
    if (this.hls && this.live) this.hls.targetLatency = TARGET_S
  }

  /* `live`: the list that moves along; otherwise a recording from its beginning. */
  async load(url: string, live: boolean): Promise<void> {
    this.unload()
    this.url = url
    this.live = live
    this.tell('loading')
    if (isSafari() && this.video.canPlayType('application/vnd.apple.mpegurl')) {
      this.video.src = url
      this.video.onerror = () => this.again()
      await this.play()
      return
    }
    const { default: HlsJs } = await import('hls.js/light')
    if (this.url !== url) return
    if (!HlsJs.isSupported()) return this.tell('failed')
    this.attach(HlsJs, url)
  }

  private attach(HlsJs: typeof Hls, url: string): void {
    const hls = new HlsJs({
      startPosition: this.live ? -1 : 0,
      liveSyncDuration: TARGET_S,
      liveMaxLatencyDuration: BEHIND_S,
      maxLiveSyncPlaybackRate: 1.08,
      liveDurationInfinity: true,
      backBufferLength: 30,
      maxBufferLength: this.live ? 12 : 30,
      manifestLoadPolicy: loadPolicy(),
      playlistLoadPolicy: loadPolicy(),
    })
    this.hls = hls
    hls.on(HlsJs.Events.MANIFEST_PARSED, () => void this.play())
    hls.on(HlsJs.Events.ERROR, (_, data) => {
      if (!data.fatal) return
      if (data.type === HlsJs.ErrorTypes.MEDIA_ERROR && this.failures++ < 3) hls.recoverMediaError()
      else this.again()
    })
    hls.loadSource(url)
    hls.attachMedia(this.video)
  }

  /* From the beginning, after a pause that grows. */
  private again(): void {
    this.tell('stalled')
    clearTimeout(this.retry)
    const { url, live } = this
    this.failures++
    this.retry = setTimeout(() => url === this.url && void this.load(url, live), Math.min(10_000, 800 * 1.6 ** this.failures))
  }

  async play(): Promise<void> {
    try {
      await this.video.play()
    } catch {
      if (this.video.muted) return this.tell('blocked')
      this.video.muted = true
      await this.video.play().catch(() => this.tell('blocked'))
    }
  }

  toEdge(): void {
    const edge = this.hls?.liveSyncPosition ?? this.seekableEnd()
    if (edge !== null) this.video.currentTime = edge
    void this.play()
  }

  private seekableEnd(): number | null {
    const ranges = this.video.seekable
    return ranges.length > 0 ? ranges.end(ranges.length - 1) - TARGET_S : null
  }

  /* Seconds behind what the server has; null when unknown. */
  behind(): number | null {
    if (!this.live) return null
    if (this.hls) return this.hls.latency > 0 ? this.hls.latency : null
    const end = this.seekableEnd()
    return end === null ? null : end + TARGET_S - this.video.currentTime
  }

  unload(): void {
    clearTimeout(this.retry)
    clearTimeout(this.smooth)
    this.hls?.destroy()
    this.hls = null
    this.url = ''
    this.video.onerror = null
    this.video.removeAttribute('src')
    this.video.load()
  }

  close(): void {
    this.unload()
    this.video.removeEventListener('playing', this.onPlaying)
    this.video.removeEventListener('waiting', this.onWaiting)
    this.video.removeEventListener('pause', this.onPause)
  }
}

/* A playlist that is not there yet is asked for again soon: the first segment takes a moment. */
const loadPolicy = () => ({
  default: {
    maxTimeToFirstByteMs: 8_000,
    maxLoadTimeMs: 12_000,
    timeoutRetry: { maxNumRetry: 4, retryDelayMs: 300, maxRetryDelayMs: 2_000 },
    errorRetry: { maxNumRetry: 12, retryDelayMs: 700, maxRetryDelayMs: 3_000 },
  },
})
