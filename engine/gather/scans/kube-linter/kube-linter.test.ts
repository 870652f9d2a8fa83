import { testReportFormat } from '../../../test/test-report-format.ts';
import { kubeLinter } from './kube-linter.ts';

testReportFormat(kubeLinter, import.meta.dirname);
