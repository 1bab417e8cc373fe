import { GraphQLDateTime, GraphQLLocalDate } from 'graphql-scalars'
import { isWorkingDay } from '../calendar/workingDays.ts'
import { badInput, badStoredValue, textScalar } from './textScalar.ts'

function parseLocalDate(name: string, text: string): string {
  try {
    return GraphQLLocalDate.parseValue(text)
  } catch {
    throw badInput(name, '应为实际存在的日历日期，写作 YYYY-MM-DD')
  }
}

function instantText(value: unknown): string {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
  throw badStoredValue('DateTime', '存储的值不是时刻')
}

/** Scalars of calendar dates (text inside) and instants (`Date` inside). */
export const dateScalars = {
  LocalDate: textScalar({ name: 'LocalDate', parse: (text) => parseLocalDate('LocalDate', text) }),
  WorkdayDate: textScalar({
    name: 'WorkdayDate',
    parse(text) {
      const date = parseLocalDate('WorkdayDate', text)
      if (!isWorkingDay(date)) throw badInput('WorkdayDate', `${date} 不是工作日`)
      return date
    },
  }),
  DateTime: textScalar<Date>({
    name: 'DateTime',
    parse(text) {
      try {
        return GraphQLDateTime.parseValue(text)
      } catch {
        throw badInput('DateTime', '应为带时区的时刻（RFC 3339），如 2026-04-01T00:00:00Z')
      }
    },
    serialize: instantText,
  }),
}
