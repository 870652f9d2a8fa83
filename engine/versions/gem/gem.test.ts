import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { gem } from './gem.ts';

testRows(gem, [
  '1.9 < 1.10',
  '1.0 = 1',
  '1.0.a < 1.0\ta word makes a pre-release',
  '1.0.a9 < 1.0.a10',
  '1.0.a2 = 1.0.a.2\tdigits and letters part',
  '1.0.0-beta.2 = 1.0.0.pre.beta.2\ta hyphen is .pre.',
  '1.0.0.rc1 < 1.0.0',
  '1.0.a < 1.0.1',
  '1.0.0.a = 1.a\tzeros before the first word',
  '1.19.3-x86_64-linux = 1.19.3\ta platform is no part of the version',
  '1.19.3-java = 1.19.3',
  '1.2.0-alpha-1-x86-linux < 1.2.0',
  '99999999999999999998 < 99999999999999999999\tbeyond 2^53',
  'abc ? 1',
  '1.0_1 ? 1',
  ' ? 1\tempty',
]);

testLaws(gem, ['.1', '.a', '.0', '-', 'b', '.rc1', '-x86', '-linux', '10', 'Z', '.']);
