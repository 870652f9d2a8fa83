/** An image reference, taken apart. */
export interface Reference {
  /** Host and port; always there: `docker.io`, `localhost:5000`. */
  readonly registry: string;
  /** Path in the registry: `library/nginx`. */
  readonly repository: string;
  /** As written. Absent when none is: `toCanonical` says what that means. */
  readonly tag?: string;
  /** `sha256:…` or `sha512:…`. */
  readonly digest?: string;
}

const defaultRegistry = 'docker.io';
/** Longest text looked at: a host (255), a port, a path (255), a tag (128) and a sha512 digest (135) with their marks fit in. */
const maxLength = 800;
const maxRepositoryLength = 255;

const firstCharacter = /^[A-Za-z0-9[]/;
const host = /^(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*)*|\[[A-Fa-f0-9:]+\])(?::[0-9]+)?$/;
const repository = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tag = /^\w[\w.-]{0,127}$/;
const digest = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
const identifier = /^[0-9a-f]{64}$/;

/**
 * Takes an image reference apart, and gives it the registry that it implies.
 *
 * in      text without surrounding spaces; any text at all, hostile ones too
 * out     undefined for what is no reference; `true` and `8080` are references, so judge by the context too
 * cost    linear, and at most 800 characters are looked at; most prose is turned away by its length or first character
 * source  distribution/reference v0.6.0: reference.go (grammar), normalize.go (registry, `library/`, 64 hexadecimal digits are an id)
 */
export function parseReference(text: string): Reference | undefined {
  if (text.length === 0 || text.length > maxLength || !firstCharacter.test(text)) return undefined;
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const hash = at < 0 ? undefined : text.slice(at + 1);
  if (hash !== undefined && !digest.test(hash)) return undefined;
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const label = tagged ? named.slice(colon + 1) : undefined;
  if (label !== undefined && !tag.test(label)) return undefined;
  const place = splitRegistry(tagged ? named.slice(0, colon) : named);
  if (!place || identifier.test(text)) return undefined;
  return { ...place, ...(label !== undefined && { tag: label }), ...(hash !== undefined && { digest: hash }) };
}

/**
 * The one spelling of a reference: `docker.io/library/nginx:latest` for `nginx`.
 *
 * out     registry always there; without tag and digest `:latest`; digest alone stays alone; `tag@digest` keeps both
 */
export function toCanonical(reference: Reference): string {
  const { registry, repository, digest } = reference;
  const tag = reference.tag ?? (digest === undefined ? 'latest' : undefined);
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/**
 * The canonical spelling of a text.
 *
 * out     undefined for what is no reference
 */
export function canonicalize(text: string): string | undefined {
  const reference = parseReference(text);
  return reference && toCanonical(reference);
}

/** Whether two references are one image: their digests are equal or, digest unknown, their canonical texts are. */
export function isSameImage(one: Reference, other: Reference): boolean {
  if (one.digest !== undefined && other.digest !== undefined) return one.digest === other.digest;
  return toCanonical(one) === toCanonical(other);
}

/** What stands before the first slash is a registry when it looks like a host: a dot, a port, an upper-case letter, or `localhost`. */
function splitRegistry(name: string): Pick<Reference, 'registry' | 'repository'> | undefined {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  if (first === '' || !isHost(first)) return placed(defaultRegistry, name);
  return host.test(first) ? placed(first, name.slice(slash + 1)) : undefined;
}

function isHost(text: string): boolean {
  return text === 'localhost' || text.includes('.') || text.includes(':') || text !== text.toLowerCase();
}

function placed(written: string, path: string): Pick<Reference, 'registry' | 'repository'> | undefined {
  const registry = written === `index.${defaultRegistry}` ? defaultRegistry : written;
  const full = registry === defaultRegistry && !path.includes('/') ? `library/${path}` : path;
  return full.length <= maxRepositoryLength && repository.test(full) ? { registry, repository: full } : undefined;
}
