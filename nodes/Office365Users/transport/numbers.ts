import type { IDataObject } from 'n8n-workflow';

/** A copy in which this property is a number; Graph gives some numbers as texts (graph-facts 2.9). */
export function numbered(entity: IDataObject, name: string): IDataObject {
	const value = entity[name];
	if (typeof value !== 'string' || value.trim() === '') return entity;
	const number = Number(value);
	return Number.isFinite(number) ? { ...entity, [name]: number } : entity;
}
