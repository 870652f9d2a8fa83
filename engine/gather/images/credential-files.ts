import { bytesOf, type Content } from '../../formats/content.ts';
import type { CredentialFile } from '../../model/layer.ts';

/** Largest file whose text is looked at for a key; bytes. */
export const credentialMaxBytes = 256 * 1024;

const utf8 = new TextDecoder('latin1');
const privateKey = /^-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----\s*$/m;

/** By the whole name of a file. */
const names: ReadonlyMap<string, string> = new Map([
  ['.netrc', 'login'],
  ['.pgpass', 'login'],
  ['.my.cnf', 'login'],
  ['.htpasswd', 'login'],
  ['.git-credentials', 'login'],
  ['.npmrc', 'registry-credentials'],
  ['.yarnrc.yml', 'registry-credentials'],
  ['.pypirc', 'registry-credentials'],
  ['.dockercfg', 'registry-credentials'],
  ['kubeconfig', 'cluster-credentials'],
  ['.env', 'environment'],
  ['.vault-token', 'token'],
  ['id_rsa', 'private-key'],
  ['id_dsa', 'private-key'],
  ['id_ecdsa', 'private-key'],
  ['id_ed25519', 'private-key'],
]);

/** By the last folder and the name. */
const places: ReadonlyMap<string, string> = new Map([
  ['.docker/config.json', 'registry-credentials'],
  ['.aws/credentials', 'cloud-credentials'],
  ['.azure/accessTokens.json', 'cloud-credentials'],
  ['gcloud/credentials.db', 'cloud-credentials'],
  ['gcloud/application_default_credentials.json', 'cloud-credentials'],
  ['.kube/config', 'cluster-credentials'],
  ['kubernetes/admin.conf', 'cluster-credentials'],
]);

const placeNames: ReadonlySet<string> = new Set([...places.keys()].map((place) => place.slice(place.lastIndexOf('/') + 1)));

/** By what a name ends in. */
const endings: ReadonlyMap<string, string> = new Map([
  ['p12', 'key-store'],
  ['pfx', 'key-store'],
  ['jks', 'key-store'],
  ['keystore', 'key-store'],
  ['kdbx', 'key-store'],
  ['ppk', 'private-key'],
  ['keytab', 'key-store'],
]);

/** Whether any of these ends in the same two letters, in whatever case: nearly no other path does. */
const lastLetters = new Set([...names.keys(), ...places.keys(), ...endings.keys()].map(lastLettersOf));

function lastLettersOf(text: string): number {
  const end = text.length;
  return ((text.charCodeAt(end - 2) & 31) << 5) | (text.charCodeAt(end - 1) & 31);
}

/** What a file is by its path, where that says that it holds a secret. */
export function credentialByName(path: string): CredentialFile['what'] | undefined {
  if (!lastLetters.has(lastLettersOf(path))) return undefined;
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const known = names.get(name);
  if (known) return known;
  const dot = name.lastIndexOf('.');
  if (dot > 0) {
    const ending = endings.get(name.slice(dot + 1).toLowerCase());
    if (ending) return ending;
  }
  return slash > 0 && placeNames.has(name) ? places.get(path.slice(path.lastIndexOf('/', slash - 1) + 1)) : undefined;
}

/** Whether the first bytes are those of a text that may hold a key. */
export function mayHoldKey(head: Uint8Array): boolean {
  return isText(head, '-----BEGIN ') || isText(head, 'PuTTY-User-Key-');
}

/**
 * Whether a file holds a private key, by the line that every format of one begins with.
 *
 * in      a file whose first bytes `mayHoldKey`, up to `credentialMaxBytes`
 * source  RFC 7468, section 10 and 11; RFC 4880, section 6.2; OpenSSH, PROTOCOL.key
 */
export function holdsPrivateKey(content: Content): boolean {
  const text = utf8.decode(bytesOf(content));
  return text.startsWith('PuTTY-User-Key-') || privateKey.test(text);
}

function isText(head: Uint8Array, text: string): boolean {
  if (head.length < text.length) return false;
  for (let index = 0; index < text.length; index++) if (head[index] !== text.charCodeAt(index)) return false;
  return true;
}
