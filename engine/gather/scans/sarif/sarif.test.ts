import { testReportFormat } from '../../../test/test-report-format.ts';
import { sarif } from './sarif.ts';

testReportFormat(sarif, import.meta.dirname);
