import { posix } from 'node:path/posix';
import { toPatchBody } from '../../compare/remediation/hardening/strategic-merge.ts';
import { appendToYamlList } from '../../formats/edit/append-to-yaml-list.ts';
import { isObject, memberAt, textAt } from '../../formats/json/members.ts';
import { groupOf } from '../../formats/kubernetes/cluster.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { writeYaml } from '../../formats/yaml/write-yaml.ts';
import type { SourceFiles } from '../../gather/sources/ports.ts';
import type { SourceSpec } from '../../gather/sources/source-spec.ts';
import type { FileChange } from '../../model/hardening-change.ts';
import type { JsonObject } from '../../model/json.ts';
import { type ChangeRequest, type ChangeSubject, type PlannedWorkload, planChange } from './plan-change.ts';
import type { FormedChange } from './plan-kyverno.ts';

/** Folder beside a kustomization that the patches go into. */
const patchFolder = 'plimsoll-hardening';

/** A kustomization that is edited. */
interface Root {
  readonly file: string;
  readonly text: string;
  readonly value: JsonObject;
}

/**
 * The change as kustomize patches: one file for each workload beside the kustomization that is installed, and their entries at the end of
 * its `patches`, so that they come after those that are there.
 *
 * in      the configured sources; the files of the configuration's folder
 * out     files relative to it. Workloads of other sources, and of kustomizations that cannot be edited, say so
 */
export function planKustomize(
  subject: ChangeSubject,
  request: ChangeRequest,
  { sources, files }: { readonly sources: readonly SourceSpec[]; readonly files: SourceFiles },
): FormedChange {
  const roots = new Map(sources.flatMap((spec) => (spec.kind === 'kustomize' ? [[nameOf(spec), readRoot(spec.at, files)]] : [])));
  const planned = planChange(subject, request, ({ resource }) => {
    if (!resource.source.startsWith('kustomize:')) return `Its source, ${resource.source}, is no kustomization.`;
    const root = roots.get(resource.source);
    const isEditable = root && appendToYamlList(root.text, 'patches', [{ path: 'x' }]) !== undefined;
    return isEditable ? undefined : 'The kustomization that installs it cannot be edited.';
  });
  const changed = planned.filter(({ change }) => change.settings.length > 0);
  const edited = [...Map.groupBy(changed, ({ input }) => input.workload.resource.source)].flatMap(([source, own]) => {
    const root = roots.get(source);
    return root ? editRoot(root, own, files) : [];
  });
  return { workloads: planned.map(({ change }) => change), files: edited, notes: [] };
}

function nameOf({ at }: Extract<SourceSpec, { kind: 'kustomize' }>): string {
  return `kustomize:${at}`;
}

function readRoot(at: string, files: SourceFiles): Root | undefined {
  const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].map((name) => posix.join(at, name));
  const file = names.find((name) => files.kindOf(name) === 'file');
  const text = file && files.readText(file);
  const value = text === undefined ? undefined : parseYaml(text).value;
  return file && text !== undefined && isObject(value) ? { file, text, value: value as JsonObject } : undefined;
}

function editRoot(root: Root, planned: readonly PlannedWorkload[], files: SourceFiles): readonly FileChange[] {
  const folder = posix.dirname(root.file);
  const taken = new Set(files.list(posix.join(folder, patchFolder)));
  const patches = planned.map((one) => {
    const name = freeName(one, taken);
    taken.add(name);
    const path = posix.join(patchFolder, name);
    const patch = toPatch(one, root.value);
    const file: FileChange = { file: posix.join(folder, path), before: null, after: writeYaml(patch) };
    return { file, entry: toEntry(path, one, root.value) };
  });
  const entries = patches.map(({ entry }) => entry);
  const after = appendToYamlList(root.text, 'patches', entries);
  return after === undefined ? [] : [...patches.map(({ file }) => file), { file: root.file, before: root.text, after }];
}

function freeName({ input: { workload } }: PlannedWorkload, taken: ReadonlySet<string>): string {
  const { kind, name, namespace } = workload.resource.identity;
  const base = [kind.toLowerCase(), ...(namespace === null ? [] : [namespace]), name].join('-');
  let free = `${base}.yaml`;
  for (let count = 2; taken.has(free); count += 1) free = `${base}-${count}.yaml`;
  return free;
}

/** Patches see names before the kustomization's own prefix, suffix and namespace. */
function nameBefore(name: string, kustomization: JsonObject): string {
  const prefix = textAt(kustomization, 'namePrefix') ?? '';
  const suffix = textAt(kustomization, 'nameSuffix') ?? '';
  const bare = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return suffix !== '' && bare.endsWith(suffix) ? bare.slice(0, -suffix.length) : bare;
}

function toPatch({ input: { workload }, change: { settings } }: PlannedWorkload, kustomization: JsonObject): JsonObject {
  const { identity } = workload.resource;
  const { apiVersion, kind, namespace } = identity;
  const isMoved = memberAt(kustomization, 'namespace') !== undefined;
  return {
    apiVersion,
    kind,
    metadata: {
      name: nameBefore(identity.name, kustomization),
      ...(namespace !== null && !isMoved && { namespace }),
    },
    ...toPatchBody({ ...workload, identity }, settings),
  };
}

/** Where the kustomization moves everything to one namespace, what it is moved from is not known: the target says none then. */
function toEntry(path: string, { input: { workload } }: PlannedWorkload, kustomization: JsonObject): JsonObject {
  if (memberAt(kustomization, 'namespace') === undefined) return { path };
  const { identity } = workload.resource;
  const group = groupOf(identity);
  const name = nameBefore(identity.name, kustomization).replaceAll('.', '\\.');
  return { path, target: { ...(group !== '' && { group }), kind: identity.kind, name } };
}
