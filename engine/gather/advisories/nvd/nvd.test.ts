import fc from 'fast-check';
import { testFeed } from '../../../test/feed-fixtures.ts';
import { nvd } from './nvd.ts';

const cve = fc.record(
  {
    id: fc.constantFrom('CVE-2099-1001', 'x', 1),
    metrics: fc.oneof(fc.jsonValue(), fc.record({ cvssMetricV31: fc.jsonValue() })),
    weaknesses: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

testFeed(
  nvd,
  import.meta.dirname,
  fc.record({ format: fc.constant('NVD_CVE'), vulnerabilities: fc.array(fc.oneof(fc.jsonValue(), fc.record({ cve }))) }),
);
