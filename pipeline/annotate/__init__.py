"""What stands in a sentence: its parse, the countries, organisations and people named, the values and dates.

In: `Sentence`s. Out: `Annotated` sentences. Who does what to whom is not decided here.
"""
