// tests/system/provider/provider.mjs: npm oidc-provider on loopback, as somebody else's sign-in; nothing of it is ours but how
// it is spoilt. It prints its port. `POST /test {"mode": …}` decides what is wrong with the next tokens.
import http from 'node:http'
import { generateKeyPair, exportJWK, importJWK, SignJWT, decodeJwt } from 'jose'
import Provider from 'oidc-provider'

process.env.DEBUG = ''
const [redirect, home] = process.argv.slice(2)
const key = async (kid, alg) => ({ ...(await exportJWK((await generateKeyPair(alg, { extractable: true })).privateKey)), kid, alg, use: 'sig' })
const keys = { first: await key('first', 'RS256'), second: await key('second', 'ES256'), hidden: await key('hidden', 'RS256') }
const server = http.createServer()
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const issuer = `http://127.0.0.1:${server.address().port}`

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'tongke', client_secret: 'a secret: with & marks', redirect_uris: [redirect], post_logout_redirect_uris: [home],
    grant_types: ['authorization_code'], response_types: ['code'],
  }],
  jwks: { keys: [keys.first] },
  pkce: { required: () => true, methods: ['S256'] },
  cookies: { keys: ['of a test'] },
  features: { devInteractions: { enabled: true } },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, email: 'office@demo.example' }) }),
})

let mode = 'good'
let published = ['first']
let hits = 0

// The token, with one thing about it wrong, signed again.
async function spoil(token) {
  const claims = decodeJwt(token)
  const now = Math.floor(Date.now() / 1000)
  let kid = 'first'
  if (mode === 'nonce') claims.nonce = 'of-another-sign-in'
  if (mode === 'audience') claims.aud = 'another-application'
  if (mode === 'audiences') claims.aud = ['tongke', 'another-application']
  if (mode === 'issuer') claims.iss = 'http://127.0.0.1:1'
  if (mode === 'expired') Object.assign(claims, { iat: now - 7200, exp: now - 3600 })
  if (mode === 'early') claims.iat = now + 7200
  if (mode === 'subject') delete claims.sub
  if (mode === 'key') kid = 'hidden'
  if (mode === 'rotated') kid = 'second'
  const signer = mode === 'signature' ? keys.hidden : keys[kid]
  const header = { alg: signer.alg, kid: mode === 'signature' ? 'first' : kid }
  if (mode === 'shared') // signed with what everybody knows: the public key as a shared secret
    return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(keys.first.n))
  if (mode === 'none') return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`
  return new SignJWT(claims).setProtectedHeader(header).sign(await importJWK(signer, signer.alg))
}

provider.use(async (ctx, next) => {
  await next()
  if (ctx.path === '/token' && ctx.body?.id_token && mode !== 'good') ctx.body.id_token = await spoil(ctx.body.id_token)
  if (ctx.path === '/jwks') {
    hits++
    ctx.body = { keys: published.map((name) => Object.fromEntries(Object.entries(keys[name]).filter(([part]) => !['d', 'p', 'q', 'dp', 'dq', 'qi'].includes(part)))) }
  }
})

const answer = provider.callback()
server.on('request', (request, response) => {
  if (request.url !== '/test') return answer(request, response)
  let text = ''
  request.on('data', (part) => (text += part)).on('end', () => {
    const asked = JSON.parse(text)
    mode = asked.mode ?? mode
    published = asked.published ?? published
    response.end(JSON.stringify({ hits }))
  })
})
console.log(server.address().port)
