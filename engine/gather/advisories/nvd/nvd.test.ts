import fc from 'fast-check';
import { anyJson } from '../../../test/any-json.ts';
import { testFeed } from '../../../test/feed-fixtures.ts';
import { nvd } from './nvd.ts';

const cve = fc.record(
  {
    id: fc.constantFrom('CVE-2099-1001', 'x', 1),
    metrics: fc.oneof(anyJson(), fc.record({ cvssMetricV31: anyJson() })),
    weaknesses: anyJson(),
  },
  { requiredKeys: [] },
);

testFeed(
  nvd,
  import.meta.dirname,
  fc.record({ format: fc.constant('NVD_CVE'), vulnerabilities: fc.array(fc.oneof(anyJson(), fc.record({ cve }))) }),
);
