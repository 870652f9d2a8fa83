import { entriesAt, memberAt, objectsAt, textAt, textsAt } from '../../formats/json/members.ts';
import { findPlace, type PathPlace } from '../../formats/kubernetes/find-place.ts';
import { containersOf, type Workload } from '../../formats/kubernetes/workload.ts';
import type { Resource } from '../../model/resource.ts';

/** Files that kubeadm and others write for administrators, and the group that may do everything. */
const adminFile = /(?:^|[\s/=])(?:super-)?admin\.conf\b|\bsystem:masters\b/;
const kubeconfig = /kubeconfig|(?:^|\/)\.kube(?:\/|$)/i;

/** Commands that write one. */
const makesKubeconfig = /\bkubeadm\s+init\b|\bkubectl\s+config\s+(?:set-credentials|view\s+--raw)\b/;

/** What the text of a kubeconfig holds, as YAML or JSON. */
const isConfig = /(?:^|\n)kind:\s*["']?Config\b|"kind":\s*"Config"/;
const holdsUser = /client-key-data|client-certificate-data|\btokenFile\b|(?:^|[\s{])"?(?:token|password)"?:|\bexec:/;

/**
 * Where kubeadm writes the files of administrators, on nodes of the control plane: whoever mounts one of these folders has them.
 *
 * source  https://kubernetes.io/docs/reference/setup-tools/kubeadm/implementation-details/, "Generate kubeconfig files"
 */
const adminFolders: ReadonlySet<string> = new Set(['/', '/etc', '/etc/kubernetes', '/root', '/root/.kube']);

/** A file with somebody's credentials that a pod mounts or writes. */
export interface CredentialFile {
  readonly sentence: string;
  readonly doubt?: string;
}

/** Of a kubeconfig that says no more. */
export const unknownUser = 'What its user may do is not in the manifests.';

/** Of a script in a ConfigMap. */
export const maybeRun = 'Nobody can say whether it is run.';

/**
 * Credentials of administrators that a pod has: in folders of its node, Secrets and ConfigMaps that it mounts, and what its commands, its
 * variables and scripts in its ConfigMaps use or write.
 *
 * out     the surest alone
 */
export function findCredentialFiles(
  { pod }: Workload,
  configMapOf: (name: string) => Resource | undefined,
): readonly CredentialFile[] {
  const words = wordsOf(pod);
  const scripts = configMapsOf(pod).flatMap((name) => textsOf(configMapOf(name), name));
  const admin = words.find((text) => adminFile.test(text));
  if (admin !== undefined) return [{ sentence: `It uses an administrator's credentials: ${shorten(admin)}.` }];
  const script = scripts.find(({ text }) => adminFile.test(text));
  if (script) return [{ sentence: `${script.at} uses an administrator's credentials.`, doubt: maybeRun }];
  const folder = objectsAt(pod, 'volumes')
    .flatMap((volume) => textAt(volume, 'hostPath', 'path') ?? [])
    .find((path) => adminFolders.has(path.length > 1 ? path.replace(/\/$/, '') : path));
  if (folder !== undefined)
    return [{ sentence: `It mounts ${folder} of its node.`, doubt: 'Only nodes of the control plane have an admin.conf there.' }];
  const other = words.find((text) => kubeconfig.test(text) || makesKubeconfig.test(text));
  if (other !== undefined) return [{ sentence: `It uses a kubeconfig: ${shorten(other)}.`, doubt: unknownUser }];
  const file = scripts.find(({ text, key }) => isKubeconfig(key, text) || makesKubeconfig.test(text));
  return file ? [{ sentence: `${file.at} holds or writes a kubeconfig.`, doubt: unknownUser }] : [];
}

/** The key of a Secret that holds a kubeconfig, by its name, that of the Secret, or what is written there; values are often not known. */
export function findKubeconfigKey({ value, identity }: Resource): string | undefined {
  const entries = ['data', 'stringData'].flatMap((part) => entriesAt(memberAt(value, part)));
  const named = entries.find(([key, text]) => isKubeconfig(key, typeof text === 'string' ? text : ''));
  if (named) return named[0];
  const usual = new Set(['value', 'config', 'kubeconfig', 'conf']);
  return kubeconfig.test(identity.name) ? entries.find(([key]) => usual.has(key))?.[0] : undefined;
}

/** A Secret that a command makes of a kubeconfig. */
export interface WrittenSecret {
  readonly name: string;
  /** Where the command names one. */
  readonly namespace?: string;
  readonly file: string;
  /** The script in a ConfigMap that the command stands in; absent where it is the pod's own. */
  readonly script?: { readonly at: string; readonly place: PathPlace };
}

/**
 * Secrets that the commands of a pod, and the scripts in its ConfigMaps, make of a kubeconfig:
 * `kubectl create secret generic ci --from-file=/etc/kubernetes/admin.conf`.
 */
export function findWrittenSecrets(
  { pod }: Workload,
  configMapOf: (name: string) => Resource | undefined,
): readonly WrittenSecret[] {
  const own = containersOf(pod).map((each) => [...textsAt(each, 'command'), ...textsAt(each, 'args')].join(' '));
  const scripts = configMapsOf(pod).flatMap((name) => {
    const configMap = configMapOf(name);
    if (!configMap) return [];
    return textsOf(configMap, name).flatMap(({ key, text, at }) =>
      findCommands(text).map(({ line, ...secret }): WrittenSecret => {
        const place = findPlace(configMap, `data[${JSON.stringify(key)}]`);
        return { ...secret, script: { at: `line ${line} of ${at}`, place } };
      }),
    );
  });
  return [...own.flatMap((text) => findCommands(text).map(({ line: _, ...secret }) => secret)), ...scripts];
}

/** Options with a value that may stand behind them as a word of its own. */
const withValue = /^(?:-[no]|--(?:namespace|from-(?:file|literal|env-file)|type|output|context|kubeconfig))$/;

/** The commands of a text that do so, with the lines that they begin in. */
function findCommands(text: string): readonly (WrittenSecret & { readonly line: number })[] {
  if (!text.includes('secret')) return [];
  let line = 1;
  return text.split(/([;&|]|(?<!\\\r?)\n)/).flatMap((command) => {
    const at = line;
    line += command.split('\n').length - 1;
    const [before, rest] = command.replaceAll(/\\\r?\n/g, ' ').split(/\bcreate\s+secret\s+generic\s/);
    if (rest === undefined) return [];
    const words = rest.trim().split(/\s+/);
    const name = words.find((word, index) => !word.startsWith('-') && !withValue.test(words[index - 1] ?? ''));
    const files = [...rest.matchAll(/--from-file[=\s]+(\S+)/g)].map(([, file = '']) => file.slice(file.indexOf('=') + 1));
    const file = files.find((each) => adminFile.test(each) || kubeconfig.test(each));
    const namespace = /\s(?:-n|--namespace)[=\s]+(\S+)/.exec(`${before} ${rest}`)?.[1];
    return name === undefined || file === undefined
      ? []
      : [{ name, file, line: at, ...(namespace !== undefined && { namespace }) }];
  });
}

function isKubeconfig(key: string, text: string): boolean {
  return /(?:^|super-)admin\.conf$|kubeconfig/i.test(key) || (isConfig.test(text) && holdsUser.test(text));
}

function wordsOf(pod: Workload['pod']): readonly string[] {
  return [
    ...objectsAt(pod, 'volumes').flatMap(namesOfVolume),
    ...containersOf(pod).flatMap((container) => [
      ...[textsAt(container, 'command').join(' '), textsAt(container, 'args').join(' ')],
      ...objectsAt(container, 'env').flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
    ]),
  ];
}

function namesOfVolume(volume: Workload['pod']): readonly string[] {
  const parts = [textAt(volume, 'hostPath', 'path'), textAt(volume, 'secret', 'secretName'), textAt(volume, 'configMap', 'name')];
  const sources = [volume, ...objectsAt(volume, 'projected', 'sources')];
  const items = sources.flatMap((source) =>
    ['secret', 'configMap'].flatMap((kind) => objectsAt(source, kind, 'items').flatMap((item) => textAt(item, 'path') ?? [])),
  );
  return [...parts.filter((part) => part !== undefined), ...items];
}

function configMapsOf(pod: Workload['pod']): readonly string[] {
  const ofVolumes = objectsAt(pod, 'volumes').flatMap((volume) => [
    textAt(volume, 'configMap', 'name'),
    ...objectsAt(volume, 'projected', 'sources').map((source) => textAt(source, 'configMap', 'name')),
  ]);
  const ofContainers = containersOf(pod).flatMap((container) => [
    ...objectsAt(container, 'env').map((each) => textAt(each, 'valueFrom', 'configMapKeyRef', 'name')),
    ...objectsAt(container, 'envFrom').map((each) => textAt(each, 'configMapRef', 'name')),
  ]);
  return [...new Set([...ofVolumes, ...ofContainers].filter((name) => name !== undefined))];
}

function textsOf(configMap: Resource | undefined, name: string) {
  return entriesAt(memberAt(configMap?.value, 'data')).flatMap(([key, text]) =>
    typeof text === 'string' ? [{ key, text, at: `${key} of its ConfigMap ${name}` }] : [],
  );
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
