import { join } from 'node:path';

/** What a program that needs the network may inherit to reach it; nothing that could be a secret. */
export const networkVariables: readonly string[] = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];
/** The same, and how to find programs. */
const inherited = ['PATH', ...networkVariables];

/**
 * The environment that rendering tools run in: a home of their own, no cluster, no credentials.
 *
 * Go's collector is told to run less often: rendering is a short run that makes much garbage, and gains a quarter of its time. Up to a
 * size, which costs the time again when a rendering is larger: 256 MiB for one alone, less where several share the memory.
 *
 * in      our own environment; an empty folder; how many tools run at one time
 */
export function toolEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
  atOnce = 1,
): Readonly<Record<string, string>> {
  const kept = inherited.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]]));
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    HELM_CACHE_HOME: join(home, 'helm', 'cache'),
    HELM_CONFIG_HOME: join(home, 'helm', 'config'),
    HELM_DATA_HOME: join(home, 'helm', 'data'),
    KUBECONFIG: join(home, 'no-kubeconfig'),
    GIT_TERMINAL_PROMPT: '0',
    // What kustomize would clone is a gap before it runs; this is for addresses in a form that nobody thought of.
    GIT_ALLOW_PROTOCOL: 'none',
    GOGC: '400',
    GOMEMLIMIT: `${atOnce === 1 ? 256 : Math.ceil(224 / atOnce)}MiB`,
  };
}
