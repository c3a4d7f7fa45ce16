import { z } from 'zod';

/** The services of an environment. */
export const SERVICES = ['ingestion-api', 'pooler', 'reconciler-worker', 'downloader', 'archiver'] as const;
export type ServiceName = (typeof SERVICES)[number];

const isUrl = (text: string): boolean => z.url({ protocol: /^https?$/ }).safeParse(text).success;

/** Where a service answers for its health: `downloader=http://10.0.1.7:9090`. */
export const HealthUrl = z.string().transform((text, context) => {
  const [name = '', url = ''] = splitOnce(text, '=');
  const service = SERVICES.find((one) => one === name);
  if (service && isUrl(url)) return { service, url: url.replace(/\/+$/, '') };
  const message = `"${text}" is not {service}=http://{host}:{port} of ${SERVICES.join(', ')}`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});
export type HealthUrl = z.infer<typeof HealthUrl>;

const splitOnce = (text: string, at: string): string[] => {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + at.length)];
};
