import type { HttpClient, HttpRequest, HttpResponse } from '../http/http-client.ts';
import type { Waiting } from '../http/retry.ts';
import { mayBePlain, type Repository } from './registry-address.ts';
import type { SignIn } from './registry-sign-in.ts';

/** What is asked of a repository. */
export interface RegistryRequest {
  /** Below the repository: `manifests/1.27`, `blobs/sha256:…`; or an address at the same host, as a registry names it for an upload. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** GET where it is left out. */
  readonly method?: HttpRequest['method'];
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** As in `HttpRequest`. */
  readonly isBulk?: boolean;
}

/** What speaking to registries needs from outside. */
export interface RegistryWorld {
  /** One that comes back when the other side is busy. */
  readonly client: HttpClient;
  readonly waiting: Waiting;
  readonly signIn: SignIn;
  readonly insecure: readonly string[];
}

/** An answer, and why signing in did not work where that was asked for. */
export interface RegistryResponse {
  readonly response: HttpResponse;
  readonly trouble?: string;
}

const maxRedirects = 5;

/**
 * Asks a repository for something: signs in when that is wanted, follows redirects, comes back when it is busy.
 *
 * out     the last answer, whatever its status
 * faults  rejects when there is no answer, or a redirect leads to where we do not go
 * source  OCI distribution-spec 1.1, "Pull"
 */
export async function askRegistry(
  world: RegistryWorld,
  repository: Repository,
  request: RegistryRequest,
): Promise<RegistryResponse> {
  const first = await follow(world, repository, request, world.signIn.known(repository));
  if (first.response.status !== 401 || first.isElsewhere) return first;
  first.response.discard();
  const challenge = first.response.header('www-authenticate') ?? '';
  const answer = await world.signIn.answer(repository, challenge, request.signal);
  return 'trouble' in answer ? { response: first.response, ...answer } : follow(world, repository, request, answer.authorization);
}

/** Blobs often lie at another host: the Authorization header stays behind, and https never becomes http. */
async function follow(
  { client, insecure }: RegistryWorld,
  repository: Repository,
  { path, headers, method = 'GET', body, signal, isBulk = false }: RegistryRequest,
  authorization: string | undefined,
): Promise<RegistryResponse & { readonly isElsewhere: boolean }> {
  const { base, name } = repository;
  let url = addressOf(path, name, base);
  for (let hop = 0; ; hop++) {
    const isHome = url.origin === base.origin;
    const all = { 'user-agent': 'plimsoll', 'accept-encoding': 'identity', ...headers };
    const request: HttpRequest = {
      method,
      url,
      headers: isHome && authorization !== undefined ? { ...all, authorization } : all,
      ...(body && { body }),
      ...(signal && { signal }),
      isBulk,
    };
    const response = await client.send(request);
    const location = response.header('location');
    if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined) return { response, isElsewhere: !isHome };
    response.discard();
    if (hop === maxRedirects) throw new Error('it redirects in circles');
    url = nextUrl(location, url, insecure);
  }
}

function addressOf(path: string, name: string, base: URL): URL {
  if (!/^(?:https?:|\/)/.test(path)) return new URL(`${name}/${path}`, base);
  const stated = new URL(path, base);
  if (stated.origin !== base.origin) throw new Error(`it names an address at another host, ${stated.host}`);
  return stated;
}

function nextUrl(location: string, from: URL, insecure: readonly string[]): URL {
  if (!URL.canParse(location, from.href)) throw new Error('it redirects to something that is no address');
  const next = new URL(location, from);
  next.username = '';
  next.password = '';
  const isAllowed =
    next.protocol === 'https:' || (next.protocol === 'http:' && from.protocol === 'http:' && mayBePlain(next, insecure));
  if (!isAllowed) throw new Error(`it redirects to ${next.protocol}//${next.host}, which is not secure`);
  return next;
}
