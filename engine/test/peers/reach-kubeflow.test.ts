import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { openSourceWorld } from '../../cli/open-source-world.ts';
import { findReach } from '../../judge/reach/find-reach.ts';
import type { Reach } from '../../model/reach.ts';
import type { Resource } from '../../model/resource.ts';
import { defaultConfiguration } from '../../pipeline/configuration/default-configuration.ts';
import { readResources } from '../../pipeline/resources/read-resources.ts';
import { readLines, toLines } from './np-guard-text.ts';

const data = process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const tree = join(data, 'kubeflow/v1.7.0/tree');
const answer = join(data, 'peers/kubeflow-v1.7.0/netpol-analyzer-list.txt');
const skip =
  existsSync(tree) && existsSync(answer) ? false : `there is no Kubeflow v1.7.0 with netpol-analyzer's list in ${data}`;
const ledgerFile = join(import.meta.dirname, 'reach-kubeflow.ledger.json');

/** Which lines a rule decides, and who else has to agree. */
type Rule = 'through-a-gateway' | 'closed-by-the-mesh';

interface Ledger {
  readonly rules: Readonly<Record<Rule, { readonly verdict: string; readonly lines: number }>>;
  /** Where VirtualServices lead, each a line that only Plimsoll has. */
  readonly entrances: readonly string[];
  /** Workload → who may open connections over TCP: workloads, addresses, or `everybody`. */
  readonly letIn: Readonly<Record<string, readonly string[]>>;
  /** Connections with conditions, by the workload that asks for them. */
  readonly conditions: Readonly<Record<string, readonly string[]>>;
}

const ledger: Ledger = JSON.parse(readFileSync(ledgerFile, 'utf8'));

async function readKubeflow(): Promise<readonly Resource[]> {
  const configuration = defaultConfiguration('kubeflow', [{ kind: 'kustomize', at: 'example' }]);
  const sources = openSourceWorld({ configuration, folder: tree }, { offline: true });
  try {
    return (await readResources(configuration, { sources: sources.world }, {})).items;
  } finally {
    sources.close();
  }
}

const nameOf = (line: string) => line.replace(/\[\w+\]/g, '');
const targetOf = (line: string) => nameOf(/ => (.+?) : /.exec(line)?.[1] ?? '');

/** Callers over TCP of each workload that does not let everybody in. */
function letIn({ connections, isolation }: Reach): Ledger['letIn'] {
  const guarded = isolation.filter(({ mesh }) => mesh).map(({ workload }) => `${workload.namespace}/${workload.name}`);
  const total = isolation.length;
  const rows = guarded.map((name): readonly [string, readonly string[]] => {
    const callers = connections
      .filter(({ to, ports }) => 'name' in to && `${to.namespace}/${to.name}` === name && hasTcp(ports))
      .flatMap(({ from }) => ('name' in from ? [`${from.namespace}/${from.name}`] : 'ipBlock' in from ? [from.ipBlock] : []));
    return [name, callers.length === total ? ['everybody'] : callers.toSorted()];
  });
  return Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function hasTcp(ports: Reach['connections'][number]['ports']): boolean {
  return ports === 'all' || ports.some(({ protocol }) => protocol === 'TCP');
}

function conditionsOf({ connections }: Reach): Ledger['conditions'] {
  const rows = connections.flatMap(({ to, conditions = [] }) =>
    'name' in to
      ? conditions.map(({ effect, by, what }) => [`${to.namespace}/${to.name}`, `${effect} ${what} (${by})`] as const)
      : [],
  );
  const groups = Map.groupBy(rows, ([name]) => name);
  return Object.fromEntries([...groups].map(([name, own]) => [name, [...new Set(own.map(([, text]) => text))].toSorted()]));
}

describe('who can reach whom in Kubeflow v1.7.0, beside netpol-analyzer', { skip }, () => {
  let reach: Reach;
  let without: Reach;
  const theirs = skip ? [] : readLines(readFileSync(answer, 'utf8')).list;
  before(async () => {
    const resources = await readKubeflow();
    reach = findReach(resources);
    without = findReach(resources.filter(({ identity }) => !identity.apiVersion.startsWith('security.istio.io/')));
  });

  test('it is judged without a gap', () => assert.deepEqual(reach.gaps, []));

  test('without the policies of the mesh, the lines are the same but for entrances', () => {
    const ours = toLines(without).list.filter((line) => !line.startsWith('{ingress-controller}'));
    assert.deepEqual(ours, theirs);
  });

  test('each difference is decided by a rule', () => {
    const ours = toLines(reach).list;
    const [own, other] = [new Set(ours), new Set(theirs)];
    const entrances = ours.filter((line) => line.startsWith('{ingress-controller}'));
    const differing = [...own.difference(other)].filter((line) => !entrances.includes(line));
    const guarded = new Set(Object.keys(letIn(reach)));
    const undecided = differing.filter((line) => !guarded.has(targetOf(line)) || !line.endsWith(' : SCTP 1-65535,UDP 1-65535'));
    assert.deepEqual(undecided, []);
    const opposite = new Set(differing.map((line) => line.replace(/ : .*/, ' : All Connections')));
    assert.deepEqual(
      [...other.difference(own)].filter((line) => !opposite.has(line)),
      [],
    );
    const found = {
      rules: {
        'through-a-gateway': { ...ledger.rules['through-a-gateway'], lines: entrances.length },
        'closed-by-the-mesh': { ...ledger.rules['closed-by-the-mesh'], lines: differing.length },
      },
      entrances,
      letIn: letIn(reach),
      conditions: conditionsOf(reach),
    };
    if (process.env.PLIMSOLL_UPDATE === '1') writeFileSync(ledgerFile, `${JSON.stringify(found, undefined, 2)}\n`);
    else assert.deepEqual(found, ledger);
  });
});
