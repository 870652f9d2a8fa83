import { testReportFormat } from '../../../test/test-report-format.ts';
import { dockerScout } from './docker-scout.ts';

testReportFormat(dockerScout, import.meta.dirname);
