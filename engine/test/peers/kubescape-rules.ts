import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isObject, memberAt, objectsAt, textAt, textsAt } from '../../formats/json/members.ts';
import { readKubernetesObjects } from '../../gather/sources/kubernetes-objects.ts';
import { findFailures } from '../../judge/hardening/find-failures.ts';
import type { Resource } from '../../model/resource.ts';

/** A control of Kubescape. */
export interface KubescapeControl {
  readonly id: string;
  /** Names of the rules that decide it. */
  readonly rules: readonly string[];
  /** Whether it is about workloads, or can be judged from manifests at least. */
  readonly isOfManifests: boolean;
}

/** What Kubescape expects and what we say of one resource of one of its test cases. */
export interface KubescapeRow {
  /** The case, and the resource in it: `pod: Pod/gauge`. Only the case where their alerts are about several resources together. */
  readonly subject: string;
  readonly theirs: boolean;
  readonly ours: boolean;
}

/** The controls of a checkout of Kubescape's library, by id. */
export function readControls(library: string): readonly KubescapeControl[] {
  return globSync('controls/*.json', { cwd: library })
    .map((file) => parse(join(library, file)))
    .map((control) => ({
      id: textAt(control, 'controlID') ?? '',
      rules: textsAt(control, 'rulesNames'),
      isOfManifests:
        textAt(control, 'category', 'name') === 'Workload' || textsAt(control, 'scanningScope', 'matches').includes('file'),
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Where the rules of a checkout stand, by name: the folder may have another one. */
export function findRules(library: string): ReadonlyMap<string, string> {
  const files = globSync('rules/*/rule.metadata.json', { cwd: library });
  return new Map(files.map((file) => [textAt(parse(join(library, file)), 'name') ?? '', join(library, dirname(file))]));
}

/**
 * Every test case of a rule, judged by some of our checks.
 *
 * in      the rule's folder; ids of ours
 * out     a row for each resource of the kinds that the rule looks at
 */
export function compareRule(rule: string, checks: readonly string[]): readonly KubescapeRow[] {
  const kinds = objectsAt(parse(join(rule, 'rule.metadata.json')), 'match').flatMap((match) => textsAt(match, 'resources'));
  const cases = globSync('test/*/expected.json', { cwd: rule }).map((file) => compareCase(join(rule, dirname(file)), checks));
  const isTogether = cases.some(({ hasMade }) => hasMade);
  return cases
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, theirs, ours, resources }) => {
      if (isTogether) return [{ subject: name, theirs: theirs.size > 0, ours: ours.size > 0 }];
      const looked = resources.filter((resource) => kinds.some((kind) => kind === '*' || kind === resource.split('/')[0]));
      return [...new Set([...looked, ...theirs, ...ours])].map((resource) => ({
        subject: `${name}: ${resource}`,
        theirs: theirs.has(resource),
        ours: ours.has(resource),
      }));
    });
}

function compareCase(folder: string, checks: readonly string[]) {
  const resources = readResources(folder);
  const stated = parse(join(folder, 'expected.json'));
  const alerts = (Array.isArray(stated) ? stated : []).map((alert) => memberAt(alert, 'alertObject'));
  const failures = findFailures(resources, { allowedRegistries: allowedIn(folder) });
  return {
    name: basename(folder),
    resources: resources.map(({ value }) => nameOf(value)),
    theirs: new Set(alerts.flatMap((alert) => [...objectsAt(alert, 'k8sApiObjects').map(nameOf), ...madeIn(alert)])),
    hasMade: alerts.some((alert) => madeIn(alert).length > 0),
    ours: new Set(
      failures.filter(({ check }) => checks.includes(check)).map(({ resource: { kind, name } }) => `${kind}/${name}`),
    ),
  };
}

/** An object that a rule makes to stand for several: a subject with its roles, a workload with its Services. */
function madeIn(alert: unknown): readonly string[] {
  const made = memberAt(alert, 'externalObjects');
  return isObject(made) ? [nameOf(made)] : [];
}

function readResources(folder: string): readonly Resource[] {
  const files = globSync('**/*.{json,yaml,yml}', { cwd: folder }).filter((file) => !/^(?:expected.*|data)\.json$/.test(file));
  return files.toSorted().flatMap((file) => {
    const { items } = readKubernetesObjects(readFileSync(join(folder, file), 'utf8'), { unit: file, path: file, hasLines: true });
    return items.map(({ identity, value }) => ({ identity, value, source: 'yaml:case', file, line: 1, hook: false }));
  });
}

/** Registries that a case allows. */
function allowedIn(folder: string): readonly string[] {
  const file = join(folder, 'data.json');
  return existsSync(file) ? textsAt(parse(file), 'postureControlInputs', 'imageRepositoryAllowList') : [];
}

function nameOf(object: unknown): string {
  return `${textAt(object, 'kind') ?? ''}/${textAt(object, 'metadata', 'name') ?? textAt(object, 'name') ?? ''}`;
}

function parse(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
