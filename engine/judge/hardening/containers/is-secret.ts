/**
 * Whether a named value of a manifest is a secret that stands there readable: by its form, or by what its name says it is.
 *
 * in      the name of an environment variable or of an entry; its value
 * out     false for switches and for what only leads to a secret: files, addresses, references to other variables
 */
export function isSecret(name: string, value: string): boolean {
  const text = value.trim();
  if (text === '') return false;
  if (forms.some((form) => form.test(text))) return true;
  return saysSecret(name) && !leadsElsewhere(text);
}

/** source  forms of keys and tokens as their issuers document them: PEM, AWS, GitHub, Slack, JWT, RFC 6750, user and password of RFC 3986 */
const forms: readonly RegExp[] = [
  /-{3,5}BEGIN (?:[A-Z]+ )?PRIVATE KEY/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\b(?:gh[pousr]_[0-9A-Za-z]{36}|xox[abprs]-[0-9A-Za-z-]{10,})/,
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\./,
  /^bearer [\w.~+/=-]{8,}$/i,
  /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@:$<{]{0,80}:[^\s/@$<{]{1,80}@[^\s@]+$/i,
];

const secrets = /^(?:pg)?(?:passwords?|passwd|passphrase|pwd|secrets?|tokens?|credentials?)$/;
const keys = /(?:^| )(?:api|access|private|secret|encryption|signing|account|auth) ?key(?:$| )/;
/** Of variables that hold a key by another name. source  Azure CLI and OCI CLI, environment variables */
const others = /^(?:AZURE_(?:BATCH|STORAGE)_KEY|OCI_CLI_KEY_CONTENT)$/i;
/** What a name ends with that tells of a secret, and does not hold it. */
const about = new Set(
  'name names path paths file files dir dirs directory folder mount location url uri urls endpoint address host hostname port namespace ns ref id ids type kind format field header param prefix suffix ttl timeout expiry expiration expires lifetime duration interval seconds minutes hours days length size count limit version provider service server class mode algorithm policy issuer audience audiences enabled enable disabled required optional review rotation refresh store storage backend manager yaml yml json md txt sh html js'.split(
    ' ',
  ),
);

function saysSecret(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  if (about.has(words.at(-1) ?? '')) return false;
  return others.test(name) || words.some((word) => secrets.test(word)) || keys.test(words.join(' '));
}

/** A switch, a file, an address without a password, or another variable. */
function leadsElsewhere(text: string): boolean {
  return /^(?:true|false|yes|no|on|off|none|null|0|1|\.{0,2}\/[^\s]*|[a-z][a-z0-9+.-]*:\/\/\S*|\$\([^)]*\)|\$\{[^}]*\}|<[^>]*>)$/i.test(
    text,
  );
}
