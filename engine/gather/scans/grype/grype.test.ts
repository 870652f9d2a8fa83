import { testReportFormat } from '../../../test/test-report-format.ts';
import { grype } from './grype.ts';

testReportFormat(grype, import.meta.dirname);
