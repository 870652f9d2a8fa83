import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, Figure, Place } from './figure.ts';
import { findOnPath } from './find-program.ts';
import { middle, plimsoll, runInTurns } from './run-program.ts';

const workloads = 500;
const policies = 300;
const namespaces = 25;

const subjects = 2000;

/**
 * Who can reach whom in a large cluster, every workload with labels of its own and policies with selectors, blocks and ports; who may do what
 * with many subjects; and all judgments of a rendered release, beside the programs that judge such.
 */
export const reach: Benchmark = {
  name: 'reach',
  async measure(place) {
    const cluster = [...range(workloads, deployment), ...range(policies, policy)].join('---\n');
    const bindings = range(subjects, account).join('---\n');
    return [
      await measureOne(place, 'reach', {
        name: `Reach of ${workloads} workloads and ${policies} policies, from manifests to JSON`,
        manifests: cluster,
        target: 2,
      }),
      await measureOne(place, 'rights', {
        name: `Identity graph over ${subjects.toLocaleString('en')} subjects, from manifests to JSON`,
        manifests: bindings,
        target: 2,
      }),
      ...(await measureRelease(place)),
    ];
  },
};

interface Subject {
  readonly name: string;
  readonly manifests: string;
  /** Seconds. */
  readonly target: number;
}

async function measureOne({ root, scratch }: Place, command: string, subject: Subject): Promise<Figure> {
  writeFileSync(join(scratch, 'cluster.yaml'), subject.manifests);
  const args = [command, 'cluster.yaml', '-f', 'json', '-o', 'out.json'];
  const [runs] = await runInTurns([plimsoll(root, args, scratch)], 5);
  const [seconds, processor] = [middle(runs, 'wallSeconds'), middle(runs, 'cpuSeconds')];
  return {
    name: subject.name,
    measured: `${seconds.toFixed(2)} s (processor ${processor.toFixed(2)} s)`,
    target: { text: `< ${subject.target} s`, isMet: seconds < subject.target },
    commands: ['npm run bench reach'],
  };
}

const commands = ['harden', 'rights', 'reach'] as const;
const peers: Readonly<Record<string, readonly string[]>> = {
  'kube-linter': ['lint', 'release.yaml'],
  'kube-score': ['score', 'release.yaml'],
  'netpol-analyzer': ['list', '--dirpath', '.', '-q'],
};

/** Nothing where there is no rendered release. What finds something ends with 1, and may. */
async function measureRelease({ root, scratch, data }: Place): Promise<readonly Figure[]> {
  const tree = join(data, 'kubeflow/v1.7.0/tree');
  const kubectl = findOnPath('kubectl') ?? findOnPath('kustomize');
  const render = kubectl?.endsWith('kubectl') ? ['kustomize', 'example'] : ['build', 'example'];
  if (!kubectl || !existsSync(tree)) return [];
  const { stdout } = spawnSync(kubectl, render, { cwd: tree, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (!stdout) return [];
  writeFileSync(join(scratch, 'release.yaml'), stdout);
  const own = commands.map((command) =>
    plimsoll(root, [command, 'release.yaml', '-f', 'json', '-o', `${command}.json`], scratch),
  );
  const others = Object.entries(peers).flatMap(([name, args]) => {
    const file = findOnPath(name);
    const shell = ['sh', '-c', '"$0" "$@" > peer.txt || test $? = 1', file ?? '', ...args];
    return file ? [{ name, command: shell, folder: scratch }] : [];
  });
  const runs = await runInTurns([...own, ...others], 5);
  const seconds = runs.map((each) => middle(each, 'wallSeconds'));
  const sum = seconds.slice(0, own.length).reduce((all, each) => all + each, 0);
  const processor = runs.slice(0, own.length).reduce((all, each) => all + middle(each, 'cpuSeconds'), 0);
  const told = seconds.map((each, at) => `${commands[at] ?? others[at - own.length]?.name} ${each.toFixed(2)} s`);
  return [
    {
      name: `${commands.join(', ')} of Kubeflow v1.7.0 from its rendered stream, three programs started`,
      measured: `${sum.toFixed(2)} s (processor ${processor.toFixed(2)} s): ${told.join(', ')}`,
      target: { text: '< 1.2 s', isMet: sum < 1.2 },
      commands: ['npm run bench reach'],
    },
  ];
}

function range(count: number, write: (at: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, at) => write(at));
}

function deployment(at: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: w${at}, namespace: n${at % namespaces} }
spec:
  template:
    metadata: { labels: { app: a${at}, tier: t${at % 5} } }
    spec: { containers: [{ name: c, image: a.example/i:1, ports: [{ name: web, containerPort: ${8000 + (at % 100)} }] }] }
`;
}

function policy(at: number): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p${at}, namespace: n${at % namespaces} }
spec:
  podSelector: { matchExpressions: [{ key: tier, operator: In, values: [t${at % 5}, t${(at + 1) % 5}] }] }
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ podSelector: { matchLabels: { tier: t${at % 3} } } }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: n${at % 7} } } }]
      ports: [{ port: web }, { port: ${9000 + at} }]
    - from: [{ ipBlock: { cidr: 10.${at % 200}.0.0/16, except: [10.${at % 200}.4.0/24] } }]
  egress:
    - to: [{ namespaceSelector: {}, podSelector: { matchLabels: { tier: t${at % 4} } } }]
      ports: [{ port: 1000, endPort: ${8000 + at} }]
`;
}

function account(at: number): string {
  const namespace = `n${at % namespaces}`;
  return `apiVersion: v1
kind: ServiceAccount
metadata: { name: s${at}, namespace: ${namespace} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: r${at}, namespace: ${namespace} }
rules: [{ apiGroups: [""], resources: [${at % 3 === 0 ? 'secrets' : 'configmaps'}], verbs: [get, list] }${at % 50 === 0 ? ', { apiGroups: [""], resources: [pods], verbs: [create] }' : ''}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b${at}, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${at % 400 === 0 ? 'ClusterRole, name: cluster-admin' : `Role, name: r${at}`} }
subjects: [{ kind: ServiceAccount, name: s${at}, namespace: ${namespace} }]
---
apiVersion: v1
kind: Pod
metadata: { name: p${at}, namespace: ${namespace}, labels: { app: p${at} } }
spec: { serviceAccountName: s${at}, containers: [{ name: c, image: a.example/i:1 }] }
`;
}
