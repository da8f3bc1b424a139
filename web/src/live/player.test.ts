import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/* hls.js must stay unloaded where the browser plays HLS itself. */
const loaded = vi.hoisted(() => ({ hls: 0 }))
vi.mock('hls.js/light', () => {
  loaded.hls++
  return { default: { isSupported: () => false } }
})
import { LivePlayer, type PlayState } from './player'

const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1'
const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36'

class FakeVideo extends EventTarget {
  src = ''
  muted = false
  currentTime = 0
  onerror: (() => void) | null = null
  seekable = { length: 1, end: () => 100 }
  mayPlay = true
  loads = 0
  canPlayType = (type: string) => (type === 'application/vnd.apple.mpegurl' ? 'maybe' : '')
  removeAttribute = () => void (this.src = '')
  load = () => void this.loads++
  play = vi.fn(() => {
    if (!this.mayPlay && !this.muted) return Promise.reject(new Error('NotAllowedError'))
    this.dispatchEvent(new Event('playing'))
    return Promise.resolve()
  })
}

function start(agent: string) {
  vi.stubGlobal('navigator', { userAgent: agent })
  const video = new FakeVideo()
  const states: PlayState[] = []
  return { video, states, player: new LivePlayer(video as unknown as HTMLVideoElement, (s) => states.push(s)) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => (vi.useRealTimers(), vi.unstubAllGlobals()))

describe('where the browser plays HLS itself', () => {
  it('the address goes to the video, and hls.js is not loaded', async () => {
    const { video, states, player } = start(SAFARI)
    await player.load('/media/1/index.m3u8', true)
    expect(video.src).toBe('/media/1/index.m3u8')
    expect(states.at(-1)).toBe('playing')
    expect(loaded.hls).toBe(0)
  })

  it('sound that is not allowed is given up for the picture', async () => {
    const { video, states, player } = start(SAFARI)
    video.mayPlay = false
    await player.load('/a.m3u8', true)
    expect(video.muted).toBe(true)
    expect(states.at(-1)).toBe('playing')
  })

  it('a broken list is asked for again, from the beginning', async () => {
    const { video, states, player } = start(SAFARI)
    await player.load('/a.m3u8', true)
    video.onerror?.()
    expect(states.at(-1)).toBe('stalled')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(video.src).toBe('/a.m3u8')
    expect(video.play).toHaveBeenCalledTimes(2)
  })

  it('it knows how far behind it is and goes to the edge', async () => {
    const { video, player } = start(SAFARI)
    await player.load('/a.m3u8', true)
    video.currentTime = 60
    expect(player.behind()).toBe(40)
    player.toEdge()
    expect(video.currentTime).toBeCloseTo(97.6)
    await player.load('/recording.m3u8', false)
    expect(player.behind()).toBe(null)
  })

  it('closed, it holds no address and asks for nothing more', async () => {
    const { video, player } = start(SAFARI)
    await player.load('/a.m3u8', true)
    video.onerror?.()
    player.close()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(video.src).toBe('')
    expect(video.onerror).toBe(null)
    expect(video.play).toHaveBeenCalledTimes(1)
  })
})

it('elsewhere hls.js is loaded, even though the browser says “maybe”', async () => {
  const { video, states, player } = start(CHROME)
  await player.load('/a.m3u8', true)
  expect(loaded.hls).toBe(1)
  expect(video.src).toBe('')
  expect(states.at(-1)).toBe('failed')
})
