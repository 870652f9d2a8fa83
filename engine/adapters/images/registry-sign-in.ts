import { maxManifestBytes } from '../../formats/oci/read-manifest.ts';
import { describeError, type HttpClient, type HttpRequest, readWhole } from '../http/http-client.ts';
import type { Waiting } from '../http/retry.ts';
import { type Credentials, findCredentials } from './docker-credentials.ts';
import { mayBePlain, type Repository } from './registry-address.ts';
import { type Challenge, readChallenges } from './registry-challenge.ts';

/** Signs in to registries and remembers it. */
export interface SignIn {
  /** The Authorization header for a repository; undefined when none is known to be needed, or it has run out. */
  readonly known: (repository: Repository) => string | undefined;
  /** Answers a 401: a new Authorization header, or why there is none, as a sentence. */
  readonly answer: (repository: Repository, header: string, signal?: AbortSignal) => Promise<SignInAnswer>;
}

/** What came of signing in. */
export type SignInAnswer = { readonly authorization: string } | { readonly trouble: string };

/** What signing in needs from outside. */
export interface SignInWorld {
  readonly client: HttpClient;
  readonly waiting: Waiting;
  /** Files that sign-ins are kept in. */
  readonly credentialFiles: readonly string[];
  /** Hosts that are spoken to over plain http beside loopback. */
  readonly insecure: readonly string[];
}

const defaultLifeSeconds = 60;
/** Taken off a token's life, since clocks and transfers take time. */
const marginSeconds = 10;

/**
 * Basic and token sign-in. Credentials go to the registry itself and, as the token protocol has it, to the token server that a registry
 * names over https; one named over plain http must be the same host. Neither goes anywhere else, and never from https to http.
 *
 * source  distribution, docs/content/spec/auth/token.md and oauth.md; RFC 7617
 */
export function createSignIn(world: SignInWorld): SignIn {
  const kept = new Map<string, { readonly authorization: string; readonly until: number }>();
  const keyOf = ({ base, name }: Repository) => `${base.host}/${name}`;
  return {
    known(repository) {
      const entry = kept.get(keyOf(repository));
      return entry && entry.until > world.waiting.now() ? entry.authorization : undefined;
    },
    async answer(repository, header, signal) {
      kept.delete(keyOf(repository));
      const { credentials, trouble } = await findCredentials(world.credentialFiles, repository);
      const signed = await signIn(world, { repository, credentials, challenges: readChallenges(header), signal });
      if ('trouble' in signed) return { trouble: trouble ?? signed.trouble };
      kept.set(keyOf(repository), {
        authorization: signed.authorization,
        until: world.waiting.now() + signed.lifeSeconds * 1000,
      });
      return signed;
    },
  };
}

interface Attempt {
  readonly repository: Repository;
  readonly credentials: Credentials | undefined;
  readonly challenges: readonly Challenge[];
  readonly signal: AbortSignal | undefined;
}

type Signed = { readonly authorization: string; readonly lifeSeconds: number } | { readonly trouble: string };

async function signIn(world: SignInWorld, attempt: Attempt): Promise<Signed> {
  const bearer = attempt.challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer) return fetchToken(world, attempt, bearer);
  if (!attempt.challenges.some(({ scheme }) => scheme === 'basic'))
    return { trouble: 'it offers no way to sign in that is known' };
  if (attempt.credentials?.kind !== 'password') return { trouble: 'no credentials are kept for it' };
  return { authorization: basic(attempt.credentials), lifeSeconds: Number.POSITIVE_INFINITY };
}

async function fetchToken(world: SignInWorld, attempt: Attempt, challenge: Challenge): Promise<Signed> {
  const written = challenge.parameters.get('realm') ?? '';
  const realm = URL.canParse(written) ? new URL(written) : undefined;
  if (!realm || !isTrusted(realm, attempt.repository.base, world.insecure))
    return { trouble: `it names a token server that is not used (${written.slice(0, 200)})` };
  const request = tokenRequest(realm, challenge, attempt);
  try {
    const answer = await world.client.send(request);
    if (answer.status === 200) return readToken(await readWhole(answer, maxManifestBytes));
    answer.discard();
    return { trouble: `its token server answered ${answer.status}` };
  } catch (error) {
    attempt.signal?.throwIfAborted();
    return { trouble: `its token server gave no answer: ${describeError(error)}` };
  }
}

/** A registry reached over plain http may be anybody, so it cannot send us to another host. */
function isTrusted(realm: URL, base: URL, insecure: readonly string[]): boolean {
  if (base.protocol === 'https:') return realm.protocol === 'https:';
  return (
    realm.hostname === base.hostname &&
    (realm.protocol === 'https:' || (realm.protocol === 'http:' && mayBePlain(realm, insecure)))
  );
}

function tokenRequest(realm: URL, challenge: Challenge, { repository, credentials, signal }: Attempt): HttpRequest {
  const fields = {
    service: challenge.parameters.get('service') ?? repository.base.host,
    scope: challenge.parameters.get('scope') ?? `repository:${repository.name}:${repository.mayPush ? 'pull,push' : 'pull'}`,
  };
  const url = new URL(realm);
  url.username = '';
  url.password = '';
  if (credentials?.kind === 'identity-token') {
    const grant = { grant_type: 'refresh_token', client_id: 'plimsoll', refresh_token: credentials.token };
    const body = new URLSearchParams({ ...fields, ...grant }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) };
    return { method: 'POST', url, headers, body, ...(signal && { signal }) };
  }
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  const headers: Record<string, string> = credentials ? { authorization: basic(credentials) } : {};
  return { method: 'GET', url, headers, ...(signal && { signal }) };
}

function readToken(bytes: Uint8Array): Signed {
  const answer = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown> | null;
  const token = answer?.token ?? answer?.access_token;
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) return { trouble: 'its token server gave no token' };
  const life = typeof answer?.expires_in === 'number' ? answer.expires_in : 0;
  return { authorization: `Bearer ${token}`, lifeSeconds: Math.max(life, defaultLifeSeconds) - marginSeconds };
}

function basic({ username, password }: Extract<Credentials, { kind: 'password' }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
