import { loadConfig } from '@recordings/service';
import { Config } from './config.ts';

const env = {
  AUDIO_DIR: 'audio',
  INGESTION_URL: 'http://127.0.0.1:8080',
  INGESTION_API_KEY: 'push-key',
  OCP_API_KEY: 'ocp-key',
};

describe('Config', () => {
  it('listens on loopback and has no fault by default', () => {
    expect(loadConfig(Config, env)).toMatchObject({
      HOST: '127.0.0.1',
      CALLS: 200,
      LOSS: 0.1,
      SPAN_MS: 86_400_000,
      EXPORT_PROFILE: 'spec',
      FAULTS: [],
    });
  });

  it('reads faults from a comma list', () => {
    expect(loadConfig(Config, { ...env, FAULTS: 'http-429, slow-job' }).FAULTS).toEqual([
      'http-429',
      'slow-job',
    ]);
  });

  it('refuses an unknown fault and names the known ones', () => {
    expect(() => loadConfig(Config, { ...env, FAULTS: 'slow-job,gremlins' })).toThrow(
      /FAULTS.*gremlins(.|\n)*late-push(.|\n)*truncated-download/,
    );
  });

  it('names every wrong variable at once', () => {
    const wrong = { ...env, AUDIO_DIR: '', LOSS: '1.5', SPAN_END: '2026-05-12', PUSH_CONCURRENCY: '0' };
    for (const name of ['AUDIO_DIR', 'LOSS', 'SPAN_END', 'PUSH_CONCURRENCY'])
      expect(() => loadConfig(Config, wrong)).toThrow(name);
  });

  it('describes every variable', () => {
    for (const [name, field] of Object.entries(Config.shape))
      expect({ name, text: field.description }).toEqual({ name, text: expect.stringMatching(/.{10}/) });
  });
});
