import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { hex } from './hex.ts';

testRows(hex, [
  '1.9.0 < 1.10.0',
  '1.0.0-rc.1 < 1.0.0',
  '1.0.0-rc.2 < 1.0.0-rc.11',
  '1.0.0-dev < 1.0.0-rc',
  '1.0.0+a = 1.0.0+b',
  '1.0 ? 1.0.0\tElixir has three numbers',
  '1.0.0.1 ? 1.0.0',
  'v1.0.0 ? 1.0.0',
  ' ? 1.0.0\tempty',
]);

testLaws(hex, ['.1', '.1.0', '.0.0', '-', 'a', '.', '+', '-rc.1', '10', '0']);
