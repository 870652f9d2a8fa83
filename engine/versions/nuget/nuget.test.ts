import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { nuget } from './nuget.ts';

testRows(nuget, [
  '1.9.0 < 1.10.0',
  '1.0 = 1.0.0.0\tmissing numbers are zero',
  '1.0.0 < 1.0.0.1\ta fourth number',
  '1.0.0-BETA = 1.0.0-beta\tcase does not count',
  '1.0.0-beta.2 < 1.0.0-beta.11',
  '1.0.0-beta < 1.0.0',
  '1.0.0+a = 1.0.0+b',
  '1.0.0.1-alpha > 1.0.0',
  '1.2.3.4.5 ? 1.2.3\ta fifth number',
  'v1.0 ? 1.0',
  '1.0.0b ? 1.0.0',
  ' ? 1\tempty',
]);

testLaws(nuget, ['.1', '.0', '-', 'a', 'A', '.', '+', '-rc.1', '10', '0']);
