import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { go } from './go.ts';

testRows(go, [
  'v1.2.3 = 1.2.3',
  'v1.9.0 < v1.10.0',
  '0.0.0-20220815091947-723fd495dde8 < 0.0.0-20250116181547-c4f1e01eab0d\tpseudo-versions by their time',
  '1.2.3 < 1.2.4-0.20180125103619-43913f2f4fbd\ta pseudo-version is behind what it was made from',
  '1.2.4-0.20180125103619-43913f2f4fbd < 1.2.4',
  'v3.2.0+incompatible = 3.2.0',
  '1.16.0-0 < 1.16.0\tas the vulnerability database begins a range',
  '1.16.0-0 < 1.16.0-rc.1',
  'go1.21.4 = 1.21.4',
  'go1.21rc1 = 1.21.0-rc.1\tas the vulnerability database writes it',
  '1.21rc1 < go1.21.0',
  '1.21beta1 < 1.21rc1',
  '1.20 = go1.20.0',
  'go1.21.4 X:boringcrypto = 1.21.4',
  'go1.21.4-custom = go1.21.4\ta vendor’s suffix orders nothing',
  '(devel) ? v1.0.0',
  'devel go1.22-abcdef ? 1.21.0',
  '1.2.3.4 ? 1.2.3',
  '=1.2.3 ? 1.2.3',
  ' ? 1.0.0\tempty',
]);

testLaws(go, ['.1', '-', 'a', '.', '+incompatible', '0', '-rc.1', 'rc1', '10', ' ', '.0']);
