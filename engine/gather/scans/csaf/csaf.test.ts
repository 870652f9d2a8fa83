import { testReportFormat } from '../../../test/test-report-format.ts';
import { csaf } from './csaf.ts';

testReportFormat(csaf, import.meta.dirname);
