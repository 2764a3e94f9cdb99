import type { DeviceRecord } from './device.ts';

/** `DeviceType` on the wire. Administrators see the `dev:` attributes too. */
export function describeDevice(device: DeviceRecord, { isAdmin }: { isAdmin: boolean }): object {
  const attributes = {
    device_status: 'valid',
    ...(device.name === undefined ? {} : { device_name: device.name }),
    ...(isAdmin
      ? { 'dev:device_remembered_status': device.isRemembered ? 'remembered' : 'not_remembered' }
      : {}),
  };
  return {
    DeviceKey: device.key,
    DeviceAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    DeviceCreateDate: device.createdAt / 1000,
    DeviceLastModifiedDate: device.updatedAt / 1000,
    DeviceLastAuthenticatedDate: device.authenticatedAt / 1000,
  };
}
