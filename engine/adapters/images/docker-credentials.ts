import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** What a user signs in with. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** A refresh token, exchanged for an access token. */
  | { readonly kind: 'identity-token'; readonly token: string };

/** The credentials for a host, and what went wrong while looking for them, as a sentence. */
export interface CredentialsAnswer {
  readonly credentials?: Credentials;
  readonly trouble?: string;
}

const helperTimeMs = 20_000;
const maxHelperBytes = 1024 * 1024;

/**
 * The files that sign-ins are kept in, in the order that they are asked: podman's and skopeo's, then Docker's.
 *
 * source  containers-auth.json(5); docker/cli, "DOCKER_CONFIG"
 */
export function credentialFiles(environment: Readonly<Record<string, string | undefined>>, home: string): readonly string[] {
  const { REGISTRY_AUTH_FILE: stated, XDG_RUNTIME_DIR: runtime, XDG_CONFIG_HOME: config, DOCKER_CONFIG: docker } = environment;
  const podman = [...(runtime ? [runtime] : []), config || join(home, '.config')].map((folder) =>
    join(folder, 'containers', 'auth.json'),
  );
  return [...(stated ? [stated] : podman), join(docker || join(home, '.docker'), 'config.json')];
}

/** Whom to sign in to: the registry as users know it, and the repository there. */
export interface SignInSubject {
  readonly registry: string;
  readonly name: string;
}

/**
 * The credentials that `docker login`, `podman login` or `skopeo login` keep for a repository.
 *
 * in      files of the form of Docker's `config.json`; the first that has credentials counts
 * out     empty when there are none; a helper is asked before the file that names it
 * source  docker/cli, cli/config/configfile (auths, credHelpers, credsStore); docker/docker-credential-helpers, README ("get");
 *         containers-auth.json(5): keys may be namespaces, and the longest that covers the repository counts
 */
export async function findCredentials(files: readonly string[], subject: SignInSubject): Promise<CredentialsAnswer> {
  let trouble: string | undefined;
  for (const file of files) {
    const answer = await findIn(file, subject);
    if (answer.credentials) return answer;
    trouble ??= answer.trouble;
  }
  return trouble === undefined ? {} : { trouble };
}

async function findIn(file: string, { registry, name }: SignInSubject): Promise<CredentialsAnswer> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return {};
  const config = parseObject(text);
  if (!config) return { trouble: `${basename(file)}, where sign-ins are kept, cannot be read` };
  const server = registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
  const helper = own(own(config, 'credHelpers'), registry) ?? own(config, 'credsStore');
  const asked = typeof helper === 'string' && helper !== '' ? await askHelper(helper, server) : {};
  if (asked.credentials) return asked;
  const credentials = toCredentials(authEntry(own(config, 'auths'), registry, name));
  return credentials ? { credentials } : asked;
}

/** `auths` is keyed by host, by namespace below it, by address, and for Docker Hub by the address of an older one. */
function authEntry(auths: unknown, registry: string, name: string): unknown {
  if (typeof auths !== 'object' || auths === null) return undefined;
  const hosts = registry === 'docker.io' ? ['docker.io', 'index.docker.io', 'registry-1.docker.io'] : [registry];
  const parts = name.split('/');
  const covering = parts.map((_, index) => parts.slice(0, parts.length - index).join('/')).map((path) => `${registry}/${path}`);
  const place = (key: string) => key.replace(/^https?:\/\//, '').replace(/\/(v[12]\/?)?$/, '');
  const entries = Object.entries(auths).map(([key, entry]) => [place(key), entry] as const);
  for (const wanted of [...covering, ...hosts]) {
    const found = entries.find(([key]) => key === wanted);
    if (found) return found[1];
  }
  return undefined;
}

function toCredentials(entry: unknown): Credentials | undefined {
  const token = own(entry, 'identitytoken');
  if (typeof token === 'string' && token !== '') return { kind: 'identity-token', token };
  const auth = own(entry, 'auth');
  const decoded = typeof auth === 'string' ? Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '') : '';
  const colon = decoded.indexOf(':');
  if (colon > 0) return { kind: 'password', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
  const [username, password] = [own(entry, 'username'), own(entry, 'password')];
  return typeof username === 'string' && typeof password === 'string' && username !== ''
    ? { kind: 'password', username, password }
    : undefined;
}

async function askHelper(name: string, server: string): Promise<CredentialsAnswer> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name))
    return { trouble: `the credential helper ${JSON.stringify(name)} has no usable name` };
  const program = `docker-credential-${name}`;
  const answer = await run(program, ['get'], `${server}\n`);
  if (answer.trouble !== undefined) return { trouble: `${program} ${answer.trouble}` };
  if (answer.code !== 0)
    return /not found/i.test(answer.output) ? {} : { trouble: `${program} ended with exit code ${answer.code}` };
  const found = parseObject(answer.output);
  const [username, secret] = [own(found, 'Username'), own(found, 'Secret')];
  if (typeof username !== 'string' || typeof secret !== 'string')
    return { trouble: `${program} gave no credentials that can be read` };
  if (username === '<token>') return { credentials: { kind: 'identity-token', token: secret } };
  return username === '' ? {} : { credentials: { kind: 'password', username, password: secret } };
}

interface RunAnswer {
  readonly code: number | null;
  readonly output: string;
  /** The end of a sentence. */
  readonly trouble?: string;
}

function run(program: string, args: readonly string[], input: string): Promise<RunAnswer> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: helperTimeMs, killSignal: 'SIGKILL' });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.length > maxHelperBytes) child.kill('SIGKILL');
    });
    child.once('error', () => resolve({ code: null, output, trouble: 'cannot be started' }));
    child.once('close', (code) =>
      resolve({ code, output, ...(code === null && { trouble: `was stopped after ${helperTimeMs / 1000} s` }) }),
    );
    child.stdin.on('error', () => undefined).end(input);
  });
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
