import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { dpkg } from './dpkg.ts';

testRows(dpkg, [
  '1.0 < 1.1',
  '9 < 10\tnumbers, not text',
  '1.0 = 1.00\tleading zeros',
  '1.0 = 0:1.0\tno epoch is epoch 0',
  '1.0 = 1.0-0\tno revision is revision 0',
  '2.0 < 1:1.0\tepoch first',
  '1.0~rc1 < 1.0\ttilde before the end',
  '1.0~rc1 > 1.0~~\ttwo tildes before one',
  '1.0a < 1.0+\tletters before other characters',
  '1.0-1 < 1.0-1+deb12u1',
  '3.0.9-1 < 3.0.11-1~deb12u2',
  '1-2-3 > 1-1-9\tthe last hyphen begins the revision',
  '1:2:3-1 > 1:2-1\tcolons are allowed behind the epoch',
  '99999999999999999999 < 100000000000000000000\tbeyond 2^53',
  'abc < abd\tdpkg only warns about a first letter',
  ' ? 1.0\tempty',
  '1.0- ? 1.0\tempty revision',
  ':1.0 ? 1.0\tempty epoch',
  'a:1.0 ? 1.0\tepoch is no number',
  '1: ? 1.0\tnothing behind the epoch',
  '1:-1 ? 1.0\tempty upstream version',
  '1 0 ? 1.0\twhite space',
]);

testLaws(dpkg, ['.1', '~', 'a', '-', '+', ':', '0', '10', 'Z', '~~', '-0']);
