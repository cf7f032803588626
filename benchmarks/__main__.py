"""``make bench``: everything that is measured here, one after the other."""

from benchmarks import list_of_news

list_of_news.main()
