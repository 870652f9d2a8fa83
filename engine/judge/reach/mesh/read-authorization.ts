import { isObject, listAt, memberAt, textAt } from '../../../formats/json/members.ts';
import type { Block } from '../../../formats/kubernetes/address-block.ts';
import { labelsAt, selects } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';
import { namespaceOrDefault } from '../namespace-of.ts';
import type { Refuse } from '../policy.ts';
import { unknownMember } from '../read-ports.ts';
import { matchAll } from './match-caller.ts';
import type { MeshPolicy, MeshRule, MeshSelects } from './mesh-policy.ts';
import type { MeshSettings } from './mesh-settings.ts';
import { readCondition, readOperation, readSource } from './read-rule.ts';

/** A policy of a mesh as it was read. */
export interface MeshReading<Policy> {
  /** Undefined where it acts on nothing that can be told: it logs, or is tried out. */
  readonly policy: Policy | undefined;
  /** Sentences: Istio refuses it. */
  readonly faults: readonly string[];
  /** Sentences: what is in force and cannot be judged. */
  readonly doubts: readonly string[];
  /** Of addresses that it tells from others. */
  readonly blocks: readonly Block[];
}

const actions = ['ALLOW', 'DENY', 'CUSTOM', 'AUDIT'] as const;
const known = ['selector', 'targetRef', 'targetRefs', 'rules', 'action', 'provider'];
const maxAlternatives = 10_000;

/**
 * An AuthorizationPolicy of Istio. AUDIT and policies that are tried out (`istio.io/dry-run`) decide nothing.
 *
 * source  https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function readAuthorization(resource: Resource, settings: MeshSettings): MeshReading<MeshPolicy> {
  const [faults, doubts]: [string[], string[]] = [[], []];
  const refuse: Refuse = (fault) => void faults.push(fault);
  const spec = memberAt(resource.value, 'spec') ?? {};
  const wrong = unknownMember(spec, known, 'spec');
  if (wrong !== undefined) refuse(wrong);
  const stated = memberAt(spec, 'action') ?? 'ALLOW';
  const action = actions.find((each) => each === stated);
  if (!action) refuse(`spec.action is ${JSON.stringify(stated)}; there are ${actions.join(', ')}`);
  if (action === 'CUSTOM' && textAt(spec, 'provider', 'name') === undefined)
    refuse('spec.provider.name is missing, which CUSTOM asks');
  const blocks: Block[] = [];
  const rules = readRules(spec, settings, { namespace: namespaceOrDefault(resource), refuse, blocks });
  if (isObject(memberAt(spec, 'targetRef')) || listAt(spec, 'targetRefs').length > 0)
    doubts.push('it holds at a gateway or waypoint whose pods a controller makes');
  const selectsPods = readMeshSelector(resource, settings, refuse);
  const isTried = textAt(resource.value, 'metadata', 'annotations', 'istio.io/dry-run') === 'true';
  const isActing = action !== undefined && action !== 'AUDIT' && !isTried && doubts.length === 0;
  return { policy: isActing ? { action, selects: selectsPods, rules, resource } : undefined, faults, doubts, blocks };
}

/** Pods by labels: of its namespace; of every one where it stands in the root namespace. */
export function readMeshSelector(resource: Resource, { rootNamespace }: MeshSettings, refuse: Refuse): MeshSelects {
  const labels = labelsAt(resource.value, 'spec', 'selector', 'matchLabels');
  const own = namespaceOrDefault(resource);
  if (!labels) refuse('spec.selector.matchLabels holds something that is no label');
  const wrong = unknownMember(memberAt(resource.value, 'spec', 'selector') ?? {}, ['matchLabels'], 'spec.selector');
  if (wrong !== undefined) refuse(wrong);
  return (namespace, of) => (own === rootNamespace || own === namespace) && selects(labels ?? new Map(), of);
}

/** Where rules are read. */
export interface RulePlace {
  /** Of the policy. */
  readonly namespace: string;
  readonly refuse: Refuse;
  /** Is added to. */
  readonly blocks: Block[];
}

/** Every source of a rule with every operation of it. */
function readRules(spec: unknown, settings: MeshSettings, place: RulePlace): readonly MeshRule[] {
  const stated = memberAt(spec, 'rules') ?? [];
  if (!Array.isArray(stated)) place.refuse('spec.rules is no list');
  const rules = listAt(spec, 'rules').flatMap((rule, at) => readRule(rule ?? {}, `spec.rules[${at}]`, settings, place));
  if (rules.length <= maxAlternatives) return rules;
  place.refuse(`spec.rules has more than ${maxAlternatives} pairs of source and operation`);
  return [];
}

function readRule(rule: unknown, path: string, settings: MeshSettings, place: RulePlace): readonly MeshRule[] {
  const wrong = unknownMember(rule, ['from', 'to', 'when'], path);
  if (wrong !== undefined) place.refuse(wrong);
  const from = partsOf(rule, 'from', 'source', path, place).map(([part, where]) => readSource(part, where, settings, place));
  const to = partsOf(rule, 'to', 'operation', path, place).map(([part, where]) => readOperation(part, where, place));
  const when = listAt(rule, 'when').map((part, at) => readCondition(part, `${path}.when[${at}]`, settings, place));
  const ports = when.flatMap((each) => each.ports ?? []);
  return from.flatMap((source) =>
    to.map((operation) => ({
      matches: matchAll([source, ...when.map((each) => each.matches)]),
      ports: ports.reduce((sum, each) => each(sum), operation.ports),
      request: operation.request,
    })),
  );
}

/** The parts of a list of `{ source }` or `{ operation }`; none is one that holds for everything. */
function partsOf(rule: unknown, list: string, inner: string, path: string, { refuse }: RulePlace) {
  const stated = memberAt(rule, list) ?? [];
  if (!Array.isArray(stated)) refuse(`${path}.${list} is no list`);
  const entries = listAt(rule, list).map((entry, at) => [memberAt(entry, inner), `${path}.${list}[${at}].${inner}`] as const);
  for (const [part, where] of entries) if (!isObject(part)) refuse(`${where} is missing`);
  return entries.length === 0 ? [[{}, `${path}.${list}`] as const] : entries;
}
