import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { bitnami } from './bitnami.ts';

testRows(bitnami, [
  '1.9.0 < 1.10.0',
  '1.2.3 < 1.2.3-0\ta revision comes behind',
  '1.2.3-1 < 1.2.3-2',
  '1.2.3-9 < 1.2.3-10',
  '1.2.3-9 < 1.2.4',
  '1.2.0-1+metadata > 1.2.0',
  '1.2 ? 1.2.0',
  'v1.2.3 ? 1.2.3',
  '1.2.3.4 ? 1.2.3',
  ' ? 1.2.3\tempty',
]);

testLaws(bitnami, ['.1', '.1.0', '.0.0', '-', 'a', '.', '+', '-1', '10', '0']);
