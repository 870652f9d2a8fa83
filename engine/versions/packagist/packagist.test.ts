import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { packagist } from './packagist.ts';

testRows(packagist, [
  '1.9.0 < 1.10.0',
  'v1.0 = 1.0.0.0\tmissing numbers are zero',
  '1.0-dev < 1.0-alpha1',
  '1.0-alpha1 < 1.0-beta1',
  '1.0-beta1 < 1.0-RC1',
  '1.0-RC1 < 1.0',
  '1.0 < 1.0-p1',
  '2.4.7 < 2.4.7-p1',
  '2.4.7-p1 < 2.4.7-p2',
  '1.0-p1 < 1.0.1',
  '1.0a1 = 1.0.0-ALPHA.1\tspellings that Composer normalizes',
  '1.0-RC < 1.0-RC1',
  '3.4 > 3.4.0-alpha',
  '1.0-stable = 1.0',
  '1.0+build1 = 1.0+build2',
  '1.0@beta = 1.0',
  '1.0-preview1 < 1.1\tan unknown word leaves it to the numbers',
  '1.0-preview1 ? 1.0\tand decides nothing',
  'dev-main ? 1.0',
  '1.x-dev ? 1.5',
  '1.* ? 1.5',
  ' ? 1\tempty',
]);

testLaws(packagist, ['.1', '.0', '-', 'beta', 'RC1', '-p', '-dev', '+', '10', 'a', '-stable', '#']);
