import type { StageSettingsInput } from '../stage-settings.ts';

/** Small and cheap. It may be deleted with all its data. */
export const dev: StageSettingsInput = {
  prefix: 'calls-dev',
  region: 'eu-west-1',
  registryFile: 'config/registry.yaml',
  data: { retain: false, accessLogDays: 14, readers: {} },
  network: {
    vpcCidr: '10.20.0.0/16',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    natGateways: 1,
    flowLogDays: 14,
  },
  services: {
    imageVersion: '0.1.0',
    architecture: 'ARM64',
    containerInsights: false,
    logLevel: 'debug',
    logDays: 14,
    ocp: {
      baseUrl: 'https://ocp.example.com',
      maxRequests: 100,
      periodSeconds: 60,
      timeoutMs: 30_000,
      downloadHosts: [],
      privateHosts: [],
    },
    ingestionApi: {
      certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/00000000-0000-0000-0000-000000000000',
      allowedCidrs: ['10.0.0.0/8'],
      deletionProtection: false,
      accessLogDays: 14,
      size: { cpu: 512, memoryMiB: 1_024 },
      tasks: { min: 1, max: 2 },
      requestsPerTaskAndMinute: 600,
      uploadTimeoutSeconds: 3_600,
      drainSeconds: 300,
    },
    reconcilerWorker: {
      size: { cpu: 256, memoryMiB: 512 },
      concurrency: 5,
      backlogPerTask: 20,
      tasks: { high: { min: 1, max: 2 }, normal: { min: 1, max: 2 }, low: { min: 1, max: 2 } },
      callbackHosts: [],
    },
    downloader: {
      size: { cpu: 512, memoryMiB: 1_024 },
      concurrency: 5,
      backlogPerTask: 100,
      tasks: { min: 1, max: 2 },
      secondsPerDownload: 15,
    },
    archiver: {
      size: { cpu: 256, memoryMiB: 512 },
      tasks: { min: 1, max: 1 },
      backlogPerTask: 10_000,
      analytics: false,
    },
    pooler: {
      size: { cpu: 256, memoryMiB: 512 },
      cronExpression: '0 */15 * * * *',
      timezone: 'UTC',
      enabled: true,
    },
  },
};
