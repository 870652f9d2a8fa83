import type { ExposureStep, ExposureWay } from '../../model/exposure.ts';

/** A way in one line: `Ingress web/site (web.yaml:3, tide.example/) → Service web/site (web.yaml:20) → Deployment web/site (web.yaml:31)`. */
export function describeWay({ kind, steps }: Pick<ExposureWay, 'kind' | 'steps'>): string {
  const chain = steps.map(describeStep).join(' → ');
  return kind === 'host-network' || kind === 'host-port' ? `${chain} on ${hostWords[kind]}` : chain;
}

const hostWords = { 'host-network': "its node's network", 'host-port': 'a port of its node' } as const;

function describeStep({ resource, file, line, detail }: ExposureStep): string {
  const name = resource.namespace === null ? resource.name : `${resource.namespace}/${resource.name}`;
  const place = line === undefined ? file : `${file}:${line}`;
  return `${resource.kind} ${name} (${[place, detail].filter((part) => part !== undefined).join(', ')})`;
}
