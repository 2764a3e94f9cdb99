import 'reflect-metadata';
import { KeyObject } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { createGuardedFetch } from './guarded-fetch.ts';

/** A real server on this machine. */
async function serve(listener: RequestListener, tls?: { key: string; cert: string }) {
  const server = (tls ? createTlsServer(tls, listener) : createServer(listener)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const onConnection = (listen: () => void) => server.on('connection', listen);
  return { port, onConnection, url: `http://localhost:${port}`, [Symbol.asyncDispose]: close };
}

/** A certificate for `idp.example` that this process trusts until it is disposed of. */
async function trustedCertificate() {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await globalThis.crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=idp.example',
    signingAlgorithm: algorithm,
    keys,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'idp.example' }])],
  });
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, certificate.toString('pem')]);
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    key,
    cert: certificate.toString('pem'),
    [Symbol.dispose]: () => setDefaultCACertificates(trusted),
  };
}

const redirectTo =
  (location: string): RequestListener =>
  (_request, response) => {
    response.writeHead(302, { location }).end();
  };

describe('what is fetched from identity providers', () => {
  it('is a whole answer, asked for in the name of Cognito', async () => {
    await using server = await serve((request, response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ method: request.method, agent: request.headers['user-agent'] }));
    });
    const response = await createGuardedFetch()(server.url, { method: 'POST', body: 'a=b' });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ method: 'POST', agent: 'Amazon/Cognito' });
  });

  it.each([
    ['http://idp.example/', 'protocol'],
    ['file:///etc/passwd', 'protocol'],
    ['not an address', 'protocol'],
    ['https://idp.example:8443/', 'port'],
    ['https://169.254.169.254/latest/meta-data/', 'address'],
    ['https://10.0.0.1/', 'address'],
    ['https://192.168.1.1/', 'address'],
    ['https://100.64.0.1/', 'address'],
    ['https://0.0.0.0/', 'address'],
    ['https://3232235777/', 'address'],
    ['https://[fe80::1]/', 'address'],
    ['https://[fd00::1]/', 'address'],
    ['https://[::ffff:10.0.0.1]/', 'address'],
    ['https://[64:ff9b::a00:1]/', 'address'],
    ['https://[::10.0.0.1]/', 'address'],
  ])('is never %s', async (address, reason) => {
    await expect(createGuardedFetch()(address)).rejects.toMatchObject({ reason });
  });

  it.each(['10.1.2.3', '169.254.169.254', '127.0.0.1', '::1', 'fd12::1'])(
    'is never behind a name that resolves to %s',
    async (address) => {
      const fetch = createGuardedFetch({ resolve: async () => ['93.184.216.34', address] });
      await expect(fetch('https://idp.example/')).rejects.toMatchObject({
        reason: 'address',
        message: expect.stringContaining('idp.example'),
      });
    },
  );

  it('connects to the very addresses that were checked: a name is resolved once', async () => {
    let connections = 0;
    await using server = await serve(() => {});
    server.onConnection(() => {
      connections += 1;
    });
    const asked: string[] = [];
    const fetch = createGuardedFetch({
      allowPrivateAddresses: true,
      resolve: async (hostname) => {
        asked.push(hostname);
        return asked.length === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
      },
    });
    await expect(fetch(`https://idp.example:${server.port}/`)).rejects.toMatchObject({
      reason: 'unreachable',
    });
    expect({ asked, connections }).toEqual({ asked: ['idp.example'], connections: 1 });
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data/', 'protocol'],
    ['https://169.254.169.254/latest/meta-data/', 'address'],
    ['file:///etc/passwd', 'protocol'],
    ['https://[fd00::1]/', 'address'],
  ])('does not follow a redirect to %s', async (location, reason) => {
    await using server = await serve(redirectTo(location));
    await expect(createGuardedFetch()(server.url)).rejects.toMatchObject({ reason });
  });

  it('is not on this machine where a provider elsewhere redirects there', async () => {
    using tls = await trustedCertificate();
    let isReached = false;
    await using target = await serve((_request, response) => {
      isReached = true;
      response.end();
    });
    await using server = await serve((request, response) => {
      if (request.url === '/') response.end('here');
      else redirectTo(`${target.url}/clients`)(request, response);
    }, tls);
    const fetch = createGuardedFetch({
      allowPrivateAddresses: true,
      resolve: async () => ['127.0.0.1'],
    });
    const elsewhere = `https://idp.example:${server.port}`;
    expect(await (await fetch(elsewhere)).text()).toBe('here');
    await expect(fetch(`${elsewhere}/redirect`)).rejects.toMatchObject({ reason: 'address' });
    expect(isReached).toBe(false);
  });

  it('follows redirects, twenty at most, and takes no authorization to another origin', async () => {
    await using last = await serve((request, response) => {
      response.end(request.headers.authorization ?? 'none');
    });
    let loops = 0;
    await using first = await serve((request, response) => {
      if (request.url === '/loop') loops += 1;
      if (request.url === '/loop') redirectTo('/loop')(request, response);
      else redirectTo(request.url === '/' ? '/next' : last.url)(request, response);
    });
    const headers = { authorization: 'Bearer secret' };
    const response = await createGuardedFetch()(first.url, { headers });
    expect(await response.text()).toBe('none');
    await expect(createGuardedFetch()(`${first.url}/loop`)).rejects.toMatchObject({ reason: 'redirects' });
    expect(loops).toBe(21);
  });

  it('does not send a posted secret on to where a redirect points', async () => {
    await using server = await serve(redirectTo('/elsewhere'));
    const request = { method: 'POST', body: 'client_secret=hush' };
    await expect(createGuardedFetch()(server.url, request)).rejects.toMatchObject({
      reason: 'redirected request',
    });
  });

  it('reads no answer that is too long, whatever length it claims', async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
        response.once('drain', more);
      };
      more();
    });
    await expect(createGuardedFetch()(server.url)).rejects.toMatchObject({ reason: 'size' });
  });

  it('waits neither for a silent server nor for one that drips', async () => {
    const timers: NodeJS.Timeout[] = [];
    await using server = await serve((request, response) => {
      if (request.url === '/drip') timers.push(setInterval(() => response.write('.'), 20));
    });
    const fetch = createGuardedFetch({ timeoutMs: 200 });
    await expect(fetch(`${server.url}/silent`)).rejects.toMatchObject({ reason: 'timeout' });
    await expect(fetch(`${server.url}/drip`)).rejects.toMatchObject({ reason: 'timeout' });
    for (const timer of timers) clearInterval(timer);
  });

  it('has the content type that was expected', async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>');
    });
    const request = { contentTypes: ['application/xml'] };
    await expect(createGuardedFetch()(server.url, request)).rejects.toMatchObject({
      reason: 'content type',
      message: expect.stringContaining('text/html'),
    });
  });

  it('says what is wrong where nobody answers', async () => {
    const server = await serve(() => {});
    await server[Symbol.asyncDispose]();
    await expect(createGuardedFetch()(server.url)).rejects.toMatchObject({
      reason: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
