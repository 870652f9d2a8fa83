import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { semver } from './semver.ts';

testRows(semver, [
  '1.2.3 < 1.2.4',
  '1.9.0 < 1.10.0\tnumbers, not text',
  '1.0.0-alpha < 1.0.0-alpha.1',
  '1.0.0-alpha.1 < 1.0.0-alpha.beta\tnumbers before words',
  '1.0.0-beta.2 < 1.0.0-beta.11',
  '1.0.0-rc.1 < 1.0.0',
  '1.0.0-RC < 1.0.0-rc\tcase counts',
  '1.0.0+a = 1.0.0+b\tbuild metadata does not',
  'v1.2.3 = 1.2.3',
  '1.2 = 1.2.0\tmissing numbers are zero',
  '1.9.0b1 < 1.9.0\tloose label',
  '1.0.0.beta.2 = 1.0.0-beta.2\tloose label behind a dot',
  '1.2.3.4 < 1.2.3.5\tmore numbers than it should have',
  '1.0.0-99999999999999999998 < 1.0.0-99999999999999999999\tbeyond 2^53',
  '1.4.0-* ? 1.4.0',
  '1.0.0- ? 1.0.0\tempty label',
  '1.0.0-a..b ? 1.0.0\tempty identifier',
  '1.0.0+ ? 1.0.0\tempty build',
  'latest ? 1.0.0',
  ' ? 1.0.0\tempty',
]);

testLaws(semver, ['.1', '-', 'a', '.', '+', '0', '-rc.1', '-alpha', '10', 'B', '.0']);
