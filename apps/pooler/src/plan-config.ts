import { ocpConfig } from '@recordings/ocp-client';

const { OCP_MAX_REQUESTS, OCP_REQUEST_PERIOD_SECONDS, OCP_CLOCK_SLACK_MS } = ocpConfig;

/** The budget of the workers, by which a dry run forecasts the time of a recovery. The pooler sends OCP no request. */
export const planConfig = { OCP_MAX_REQUESTS, OCP_REQUEST_PERIOD_SECONDS, OCP_CLOCK_SLACK_MS };
