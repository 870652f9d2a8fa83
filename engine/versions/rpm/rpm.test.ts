import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { rpm } from './rpm.ts';

testRows(rpm, [
  '1.0-1 < 1.0-2',
  '1.0-9.el8 < 1.0-10.el8\tnumbers, not text',
  '2.0-1 < 1:1.0-1\tepoch first',
  '1.0-1 = 0:1.0-1\tno epoch is epoch 0',
  '1.0 < 1.0-1\tno release is before every release',
  '1.0~rc1-1 < 1.0-1\ttilde before the end',
  '1.0^git1-1 > 1.0-1\tcaret behind the end',
  '1.0^git1-1 < 1.0.1-1\tbut before anything else',
  '1.0.a < 1.0.1\tletters before digits',
  '1.0.a > 1.0\tthough behind the end',
  '2_0 = 2.0\tseparators are alike',
  '1.1.α = 1.1.β\twhat is not ASCII separates',
  'a:1 < a:2\tan epoch is digits',
  '6.6p1-1 < 6.6.1p1-1',
  ' ? 1.0\tempty',
  '1: ? 1.0\tempty version',
  '1 0 ? 1.0\twhite space',
]);

testLaws(rpm, ['.1', '~', '^', 'a', '-', '_', ':', '0', '10', 'Z', 'rc1']);
