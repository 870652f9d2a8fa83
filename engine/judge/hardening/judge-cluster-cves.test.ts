import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory, RangeEvent } from '../../model/advisory.ts';
import { judgeClusterCves } from './judge-cluster-cves.ts';

const advisory = (events: readonly RangeEvent[], name = 'k8s.io/kubelet', more: Partial<Advisory> = {}): Advisory => ({
  ...{ id: 'CVE-2030-0001', aliases: [], upstream: [], modifiedAt: '2030-01-02T00:00:00Z', database: 'kubernetes' },
  severities: [{ source: 'nvd', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    {
      ...{ ecosystem: 'Kubernetes', name, versions: [], severities: [], architectures: [] },
      ranges: [{ type: 'SEMVER', events }],
    },
  ],
  ...more,
});
const two = [{ introduced: '1.27.0' }, { fixed: '1.27.9' }, { introduced: '1.28.0' }, { fixed: '1.28.4' }];

/** Name → minor and patch version, advisory → verdict and fixes; nothing where it is not affected. */
const rows: readonly (readonly [string, number, number | null, Advisory, string])[] = [
  ['a patch version before the fix', 28, 3, advisory(two), 'affected 1.28.4'],
  ['the fix itself', 28, 4, advisory(two), ''],
  ['another minor version', 29, 0, advisory(two), ''],
  ['no patch version, and a fix within', 28, null, advisory(two), 'unknown 1.28.4'],
  ['no patch version, and all of it affected', 26, null, advisory([{ introduced: '0' }, { fixed: '1.27.1' }]), 'affected 1.27.1'],
  ['no patch version, and a fix in its first', 28, null, advisory([{ introduced: '0' }, { fixed: '1.28.0' }]), ''],
  ['no patch version, and a beginning within', 28, null, advisory([{ introduced: '1.28.2' }]), 'unknown '],
  ['a version that cannot be read', 28, 1, advisory([{ introduced: '0' }, { fixed: 'soon' }]), 'unknown '],
  ['no range at all', 28, 1, { ...advisory([]), affected: [{ ...advisory([]).affected[0], ranges: [] } as never] }, 'unknown '],
  ['a component with versions of its own', 28, 1, advisory([{ introduced: '0' }], 'k8s.io/ingress-nginx'), ''],
  ['one that is withdrawn', 28, 1, advisory(two, undefined, { withdrawnAt: '2030-02-01T00:00:00Z' }), ''],
];

for (const [name, minor, patch, one, expected] of rows)
  test(`Kubernetes’ CVEs: ${name}`, () => {
    const { rows: found, judged, newestAt } = judgeClusterCves({ minor, patch }, [one]);
    assert.equal(found.map(({ verdict, fixedIn }) => `${verdict} ${fixedIn.join()}`).join('; '), expected);
    assert.deepEqual([judged, newestAt], [1, '2030-01-02T00:00:00Z']);
    assert.ok(found.every(({ severity, because }) => severity === 'CRITICAL' && because));
  });
