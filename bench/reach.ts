import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark } from './figure.ts';
import { middle, runInTurns } from './run-program.ts';

const workloads = 500;
const policies = 300;
const namespaces = 25;

/** Who can reach whom in a large cluster: every workload with labels of its own, policies with selectors, blocks and ports. */
export const reach: Benchmark = {
  name: 'reach',
  async measure({ root, scratch }) {
    writeFileSync(join(scratch, 'cluster.yaml'), [...range(workloads, deployment), ...range(policies, policy)].join('---\n'));
    const command = [
      process.execPath,
      join(root, 'engine/bin/plimsoll.js'),
      'reach',
      'cluster.yaml',
      '-f',
      'json',
      '-o',
      'reach.json',
    ];
    const [runs] = await runInTurns([{ command, folder: scratch }], 5);
    const seconds = middle(runs, 'wallSeconds');
    return [
      {
        name: `Reach of ${workloads} workloads and ${policies} policies, from manifests to JSON`,
        measured: `${seconds.toFixed(2)} s`,
        target: { text: '< 2 s', isMet: seconds < 2 },
        commands: ['npm run bench reach'],
      },
    ];
  },
};

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
      ports: [{ port: 1000, endPort: ${2000 + at} }]
`;
}
