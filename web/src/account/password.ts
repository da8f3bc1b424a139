/* account/password.ts: a first password that can be read out: three groups without letters that look alike. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

export function firstPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  const text = Array.from(bytes, (b) => LETTERS[b % LETTERS.length]).join('')
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`
}
