/** A certificate authority of the test's own, with a server's and a client's certificate, by the `openssl` program. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBinary } from './server.ts';

export interface Certificates {
  readonly caFile: string;
  readonly serverCertFile: string;
  readonly serverKeyFile: string;
  readonly clientCertFile: string;
  readonly clientKeyFile: string;
}

/** Writes PEM files into `dir`. `names`: what the server's certificate is for, as `DNS:localhost` or `IP:127.0.0.1`. */
export function makeCertificates(dir: string, names: readonly string[], clientName = 'gridwitness'): Certificates {
  const openssl = findBinary(['openssl'], 'openssl', 'openssl');
  const at = (name: string) => join(dir, name);
  const run = (...args: string[]) => execFileSync(openssl, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  run('req', '-x509', ...key, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=test-ca', '-days', '2');
  const issue = (who: string, subject: string, extension: string) => {
    writeFileSync(at(`${who}.ext`), extension);
    run('req', ...key, '-keyout', at(`${who}.key`), '-out', at(`${who}.csr`), '-subj', subject);
    const ca = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2'];
    run('x509', '-req', '-in', at(`${who}.csr`), ...ca, '-out', at(`${who}.pem`), '-extfile', at(`${who}.ext`));
  };
  issue('server', '/CN=broker', `subjectAltName=${names.join(',')}\n`);
  issue('client', `/CN=${clientName}`, 'extendedKeyUsage=clientAuth\n');
  return {
    caFile: at('ca.pem'),
    serverCertFile: at('server.pem'),
    serverKeyFile: at('server.key'),
    clientCertFile: at('client.pem'),
    clientKeyFile: at('client.key'),
  };
}
