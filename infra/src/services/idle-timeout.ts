import type { IngestionSettings } from './service-settings.ts';

const MARGIN_S = 60;

/**
 * Seconds after which the load balancer closes a silent connection. After the last byte of an upload it is silent until
 * the recording is stored.
 */
export const idleTimeoutS = ({
  uploadTimeoutSeconds,
}: Pick<IngestionSettings, 'uploadTimeoutSeconds'>): number => uploadTimeoutSeconds + MARGIN_S;

/** Seconds. A task keeps its connections longer, so that the load balancer never uses one that just closes. */
export const keepAliveS = (settings: Pick<IngestionSettings, 'uploadTimeoutSeconds'>): number =>
  idleTimeoutS(settings) + MARGIN_S;
