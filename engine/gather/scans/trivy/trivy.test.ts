import { testReportFormat } from '../../../test/test-report-format.ts';
import { trivy } from './trivy.ts';

testReportFormat(trivy, import.meta.dirname);
