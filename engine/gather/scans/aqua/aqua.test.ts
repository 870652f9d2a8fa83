import { testReportFormat } from '../../../test/test-report-format.ts';
import { aqua } from './aqua.ts';

testReportFormat(aqua, import.meta.dirname);
